// The studio's sheet: one design is chosen, keys and buttons act on it, the tray shows it.

const studio = document.getElementById("studio");
const bench = document.getElementById("bench");
const says = document.getElementById("says");
const chosen = document.getElementById("chosen");
const picking = document.getElementById("picking");
const controls = document.getElementById("controls");
const wide = matchMedia("(min-width: 64rem)");
let current = null;
/** The first of two designs while the second is looked for: {design, purpose}. */
let first = null;

const sheet = () => document.getElementById("sheet");
const tiles = () => [...document.querySelectorAll("#tiles .tile-link")];
const say = (text) => (says.textContent = text);

function toast(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

/** What the server draws replaces the sheet; a newer wish ends the one under way. */
function make(values) {
  const model = controls.elements.model.value;
  return htmx.ajax("POST", studio.dataset.make, {
    source: "#bench",
    target: "#sheet",
    swap: "outerHTML",
    values: { model, ...values },
  });
}

// Choosing ----------------------------------------------------------------------------------

function choose(tile, { focus = false } = {}) {
  current = tile ?? null;
  for (const each of tiles()) {
    each.tabIndex = each === tile ? 0 : -1;
    each.classList.toggle("chosen", each === tile);
  }
  chosen.hidden = !tile;
  if (!tile) return;
  const { seed, large } = tile.dataset;
  const image = document.getElementById("chosen-image");
  image.src = tile.querySelector("img").currentSrc || tile.querySelector("img").src;
  const sharp = new Image();
  sharp.onload = () => current === tile && (image.src = large);
  sharp.src = large;
  document.getElementById("chosen-name").textContent = tile.getAttribute("aria-label");
  const seedText = document.getElementById("chosen-seed");
  seedText.textContent = seed ? seedText.dataset.text.replace("{seed}", seed) : "";
  for (const link of chosen.querySelectorAll("a[data-does=open]")) {
    link.href = tile.href;
    link.setAttribute("aria-label", tile.getAttribute("aria-label"));
  }
  showShortlisted();
  if (focus) tile.focus();
}

function heartOf(tile) {
  return tile.parentElement.querySelector(".heart");
}

function showShortlisted() {
  if (!current) return;
  const pressed = heartOf(current)?.getAttribute("aria-pressed") ?? "false";
  chosen.querySelector("[data-does=shortlist]").setAttribute("aria-pressed", pressed);
}

function columns() {
  const all = tiles();
  const top = (tile) => Math.round(tile.getBoundingClientRect().top);
  const next = all.findIndex((tile) => top(tile) > top(all[0]));
  return next < 0 ? all.length : next;
}

const STEPS = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: columns,
  ArrowUp: () => -columns(),
};

function move(event) {
  const all = tiles();
  const at = all.indexOf(document.activeElement);
  if (at < 0) return false;
  const to = { Home: 0, End: all.length - 1 }[event.key] ?? at + (STEPS[event.key]?.() ?? NaN);
  if (Number.isNaN(to)) return false;
  if (all[to]) choose(all[to], { focus: true });
  return true;
}

// Two designs -------------------------------------------------------------------------------

function startPicking(purpose) {
  if (!current) return;
  first = { design: current.dataset.design, purpose };
  current.classList.add("first-of-two");
  const words = chosen.querySelector(`[data-does=${purpose}]`).dataset.asks;
  picking.querySelector("[data-text]").textContent = words;
  picking.hidden = false;
  say(words);
}

function stopPicking() {
  first = null;
  picking.hidden = true;
  document.querySelector(".first-of-two")?.classList.remove("first-of-two");
}

function finishPicking(second) {
  const { design, purpose } = first;
  if (design === second) return;
  stopPicking();
  if (purpose === "compare") {
    location.assign(`${studio.dataset.compare}?a=${design}&b=${second}`);
  } else make({ kind: "blend", parents: [design, second] });
}

// What keys and buttons do ------------------------------------------------------------------

const count = () => controls.elements.count.value;
const press = (id) => document.getElementById(id)?.click();

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog) return null;
  dialog.showModal();
  return dialog;
}

const ACTS = {
  vary: () => current && make({ kind: "vary", parents: current.dataset.design, count: count() }),
  blend: () => startPicking("blend"),
  compare: () => startPicking("compare"),
  steer: () => current && make({ kind: "steer", parents: current.dataset.design, weight: "0.3" }),
  shortlist: () => current && heartOf(current)?.click(),
  open: () => current && location.assign(current.href),
  "stop-picking": stopPicking,
  recast: () => {
    if (!current) return;
    const dialog = openDialog("recast-dialog");
    const select = dialog?.querySelector("select");
    if (select && current.dataset.category) select.value = current.dataset.category;
  },
  pin: () => {
    if (!current) return;
    openDialog("pin-dialog");
    document.querySelector("#pin-form .notice")?.remove();
    for (const input of document.querySelectorAll("#pin-form [name=design]")) {
      input.value = current.dataset.design;
    }
  },
  random: () => {
    controls.elements.seed.value = crypto.getRandomValues(new Uint32Array(1))[0];
    controls.dispatchEvent(new CustomEvent("draw"));
  },
  lock: () => press("lock"),
  undo: () => press("undo"),
  redo: () => press("redo"),
  keys: () => openDialog("keys-dialog"),
  "copy-seed": async () => {
    const { value } = controls.elements.seed;
    const button = controls.querySelector("[data-does=copy-seed]");
    try {
      await navigator.clipboard.writeText(value);
      toast(button.dataset.copied);
    } catch {
      toast(value);
    }
  },
};
const KEYS = {
  v: "vary", b: "blend", c: "recast", s: "shortlist", p: "pin", m: "compare", f: "steer",
  r: "random", l: "lock", z: "undo", "?": "keys",
};
const keysOn = document.getElementById("keys-on");

// Single keys can be switched off (WCAG 2.1.4): speech input types them by accident.
function rememberKeys() {
  try {
    if (keysOn.checked) localStorage.removeItem("studio-keys");
    else localStorage.setItem("studio-keys", "off");
  } catch {
    // Not remembered where storage is forbidden.
  }
}
try {
  keysOn.checked = localStorage.getItem("studio-keys") !== "off";
} catch {
  keysOn.checked = true;
}
keysOn.addEventListener("change", rememberKeys);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) {
    return;
  }
  if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  if (event.key === "Escape" && first) return stopPicking();
  if (move(event)) return event.preventDefault();
  const key = event.key.toLowerCase();
  const act = key === "z" && event.shiftKey ? "redo" : KEYS[key];
  if (!act || (!keysOn.checked && act !== "keys") || (act === "steer" && !chosen.querySelector("[data-does=steer]"))) return;
  if (act === "recast" && chosen.querySelector("[data-does=recast]")?.disabled) return;
  event.preventDefault();
  ACTS[act]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-does]");
  if (button && !button.disabled) {
    if (button.matches("a")) return;
    ACTS[button.dataset.does]?.();
    return;
  }
  const tile = event.target.closest?.("[data-design]:is(.tile-link, .thumb)");
  if (!tile || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (first) {
    event.preventDefault();
    finishPicking(tile.dataset.design);
  } else if (tile.matches("#tiles .tile-link") && event.detail && tile !== current) {
    // A click chooses, a second one opens. Enter comes without a detail and opens at once.
    event.preventDefault();
    choose(tile, { focus: true });
  }
});

document.addEventListener("focusin", (event) => {
  const tile = event.target.closest?.("#tiles .tile-link");
  if (tile && tile !== current && event.target.matches(":focus-visible")) choose(tile);
});

document.getElementById("recast-form")?.addEventListener("submit", (event) => {
  const category = event.target.elements.category.value;
  if (current) make({ kind: "recast", parents: current.dataset.design, category });
});

// What came back ----------------------------------------------------------------------------

function arrive() {
  stopPicking();
  for (const heart of document.querySelectorAll("#tiles .heart")) heart.tabIndex = -1;
  choose(tiles()[0]);
  const { kind, seed, says: words } = sheet().dataset;
  if (seed && kind === "sample") controls.elements.seed.value = seed;
  if (words) say(words);
}

let hadFocus = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "sheet") return;
  hadFocus = sheet().contains(document.activeElement) || chosen.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id !== "sheet") return;
  arrive();
  const lost = !document.activeElement || document.activeElement === document.body;
  if (hadFocus && lost) (current ?? sheet()).focus({ preventScroll: true });
  if (event.detail.requestConfig?.verb === "post") showWhatCame();
});

/** What somebody asked for comes into view, wherever the button was. */
function showWhatCame() {
  if (!wide.matches) fold.open = false;
  const { top } = sheet().getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) sheet().scrollIntoView({ block: "start" });
}

document.addEventListener("htmx:afterSettle", showShortlisted);

// What the model saw of a category is said where it is chosen.
function noteCategory() {
  const option = document.getElementById("category")?.selectedOptions[0];
  if (!option) return;
  const note = document.getElementById("category-note");
  note.textContent = option.dataset.note;
  note.classList.toggle("weak", "weak" in option.dataset);
}

document.addEventListener("change", (event) => {
  if (event.target.id === "category") noteCategory();
  if (event.target.matches?.("[data-goes]")) event.target.form.requestSubmit();
});

document.addEventListener("htmx:confirm", (event) => {
  const words = event.target.dataset?.needsPhoto;
  if (!words || controls.elements.photo.files.length) return;
  event.preventDefault();
  toast(words);
});

const fold = document.getElementById("fold");
const unfold = () => wide.matches && (fold.open = true);
wide.addEventListener("change", unfold);
unfold();
noteCategory();
arrive();
