// Sliders that answer while they move: previews are asked for at most every DELAY ms, an answer
// that a newer question has overtaken is dropped, and a slider that rests makes a sheet.

const DELAY = 80;
const REST = 450;
let asking = new AbortController();
let pendingPreview = 0;
let pendingSheet = 0;
let shown = [];

const tiles = () => document.getElementById("tiles");
const previews = () => document.getElementById("previews");

function stop() {
  clearTimeout(pendingPreview);
  clearTimeout(pendingSheet);
  asking.abort();
}

function showPictures(urls) {
  const list = previews();
  if (!list || !urls.length) return;
  shown = urls;
  while (list.children.length > urls.length) list.lastElementChild.remove();
  urls.forEach((url, place) => {
    if (!list.children[place]) list.append(emptyTile());
    list.children[place].querySelector("img").src = url;
  });
  list.dataset.count = urls.length;
  list.hidden = false;
  tiles().hidden = true;
}

function emptyTile() {
  const item = document.createElement("li");
  item.className = "tile";
  const frame = document.createElement("span");
  frame.className = "picture square";
  const image = document.createElement("img");
  image.alt = "";
  image.width = image.height = 256;
  frame.append(image);
  item.append(frame);
  return item;
}

function showSheet() {
  if (!previews()) return;
  previews().hidden = true;
  tiles().hidden = false;
}

async function preview(form) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const body = new FormData(form);
  body.delete("photo");
  try {
    const answer = await fetch(form.dataset.live, {
      method: "POST",
      body,
      signal,
      headers: { "HX-Request": "true" },
    });
    if (answer.ok) {
      const { images } = await answer.json();
      if (!signal.aborted) showPictures(images);
    } else if (answer.status === 429) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const text = page.querySelector("[data-detail]")?.textContent;
      if (text) document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
    }
  } catch (error) {
    // A lost preview is no loss: the sheet is made when the slider rests.
    if (error.name !== "AbortError") showSheet();
  }
}

/** The same designs as were previewed: with the seed that the form shows. */
function draw(form) {
  stop();
  let keep = form.elements.keep;
  if (!keep) {
    keep = document.createElement("input");
    Object.assign(keep, { type: "hidden", name: "keep", value: "1" });
    form.append(keep);
    form.requestSubmit();
    keep.remove();
  } else form.requestSubmit();
}

document.addEventListener("input", (event) => {
  const slider = event.target.closest?.("input[data-sets]");
  const number = event.target.closest?.("form[data-live] input.number");
  if (slider) document.getElementById(slider.dataset.sets).value = slider.value;
  else if (number) {
    const twin = document.querySelector(`[data-sets="${number.id}"]`);
    if (twin) twin.value = number.value;
    if (!number.checkValidity() || number.value === "") return stop();
  } else return;
  const form = event.target.form;
  clearTimeout(pendingSheet);
  clearTimeout(pendingPreview);
  pendingPreview = setTimeout(() => preview(form), DELAY);
});

document.addEventListener("change", (event) => {
  if (!event.target.closest?.("form[data-live] :is(input[data-sets], input.number)")) return;
  const { form } = event.target;
  if (!event.target.checkValidity() || event.target.value === "") return;
  clearTimeout(pendingSheet);
  pendingSheet = setTimeout(() => form.isConnected && draw(form), REST);
});

document.getElementById("controls")?.addEventListener("draw", (event) => draw(event.target));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id !== "sheet") return;
  stop();
  if (previews()?.hidden !== false) shown = [];
});
// What was previewed stays until the sheet's own pictures have come, so that nothing flickers.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "sheet") return;
  [...(tiles()?.querySelectorAll("img") ?? [])].forEach((image, place) => {
    if (image.complete || !shown[place]) return;
    const frame = image.parentElement.style;
    frame.background = `url("${shown[place]}") center / cover`;
    image.addEventListener("load", () => (frame.background = ""), { once: true });
  });
  shown = [];
});
document.addEventListener("htmx:responseError", showSheet);
document.addEventListener("htmx:sendError", showSheet);
