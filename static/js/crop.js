// The frame on the photo: drag it, drag its edges, use the arrow keys or type numbers.
// Works in fractions of the photo; tells the page by the event "crop" with a box [x1, y1, x2, y2].

const LEAST = 0.04;
const STEP = 0.02;
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const stage = document.getElementById("stage");
const frame = document.getElementById("crop");
const says = document.getElementById("crop-says");
const fields = ["x", "y", "w", "h"].map((name) => document.getElementById(`crop-${name}`));
let box = [0, 0, 1, 1];
let pending = 0;
let isDragged = false;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const percent = (value) => Math.round(value * 100);

function show() {
  const [x1, y1, x2, y2] = box;
  Object.assign(frame.style, {
    left: `${x1 * 100}%`,
    top: `${y1 * 100}%`,
    width: `${(x2 - x1) * 100}%`,
    height: `${(y2 - y1) * 100}%`,
  });
  const values = [x1, y1, x2 - x1, y2 - y1].map(percent);
  fields.forEach((field, index) => {
    if (field !== document.activeElement) field.value = values[index];
  });
  return values;
}

/** The same size, moved: pushed back in where it would leave the photo. */
function moved(from, dx, dy) {
  const [x1, y1, x2, y2] = from;
  const left = clamp(x1 + dx, 0, 1 - (x2 - x1));
  const top = clamp(y1 + dy, 0, 1 - (y2 - y1));
  return [left, top, left + x2 - x1, top + y2 - y1];
}

/** Edges named by a handle ("nw", "e", …) moved; never smaller than LEAST, never outside. */
function resized(from, handle, dx, dy) {
  let [x1, y1, x2, y2] = from;
  if (handle.includes("w")) x1 = clamp(x1 + dx, 0, x2 - LEAST);
  if (handle.includes("e")) x2 = clamp(x2 + dx, x1 + LEAST, 1);
  if (handle.includes("n")) y1 = clamp(y1 + dy, 0, y2 - LEAST);
  if (handle.includes("s")) y2 = clamp(y2 + dy, y1 + LEAST, 1);
  return [x1, y1, x2, y2];
}

function commit(delay) {
  clearTimeout(pending);
  pending = setTimeout(() => {
    pending = 0;
    const [x, y, w, h] = show();
    says.textContent = says.dataset.text
      .replace("{x}", x).replace("{y}", y).replace("{w}", w).replace("{h}", h);
    document.dispatchEvent(new CustomEvent("crop", { detail: { box } }));
  }, delay);
}

function startDrag(event) {
  if (event.button !== 0) return;
  const handle = event.target.dataset.handle ?? "";
  const from = box;
  const area = stage.getBoundingClientRect();
  const start = [event.clientX, event.clientY];
  event.preventDefault();
  frame.focus({ preventScroll: true });
  frame.setPointerCapture(event.pointerId);
  isDragged = true;

  const move = (now) => {
    const dx = (now.clientX - start[0]) / area.width;
    const dy = (now.clientY - start[1]) / area.height;
    box = handle ? resized(from, handle, dx, dy) : moved(from, dx, dy);
    show();
  };
  const end = (now) => {
    isDragged = false;
    frame.removeEventListener("pointermove", move);
    frame.removeEventListener("pointerup", end);
    frame.removeEventListener("pointercancel", end);
    if (now.type === "pointercancel") {
      box = from;
      show();
    } else if (box !== from) commit(0);
  };
  frame.addEventListener("pointermove", move);
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
}

function onKey(event) {
  const way = {
    ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP],
  }[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  box = event.shiftKey ? resized(box, "se", ...way) : moved(box, ...way);
  show();
  commit(450);
}

function onNumbers() {
  const [x, y, w, h] = fields.map((field) => Number(field.value) / 100);
  if (fields.some((field) => field.value === "") || [x, y, w, h].some(Number.isNaN)) return;
  const left = clamp(x, 0, 1 - LEAST);
  const top = clamp(y, 0, 1 - LEAST);
  box = [left, top, clamp(left + w, left + LEAST, 1), clamp(top + h, top + LEAST, 1)];
  show();
  commit(300);
}

document.addEventListener("crop:set", (event) => {
  // An answer to an earlier question must not undo what somebody is doing.
  if (event.detail.isAnswer && (isDragged || pending)) return;
  clearTimeout(pending);
  pending = 0;
  box = event.detail.box;
  frame.hidden = false;
  show();
});

for (const name of HANDLES) {
  const handle = document.createElement("span");
  handle.className = `handle ${name}`;
  handle.dataset.handle = name;
  frame.append(handle);
}
frame.addEventListener("pointerdown", startDrag);
frame.addEventListener("keydown", onKey);
document.getElementById("crop-form").addEventListener("input", onNumbers);
document.getElementById("crop-form").addEventListener("submit", (event) => event.preventDefault());
