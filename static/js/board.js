// A board's order: pictures are dragged, or the arrows below them do the same.

let dragged = null;

const list = () => document.getElementById("pin-list");

function orderForm() {
  return document.getElementById("order");
}

function save() {
  const form = orderForm();
  for (const input of form.querySelectorAll("[name=ids]")) input.remove();
  for (const tile of list().children) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "ids", value: tile.dataset.design });
    form.append(input);
  }
  form.requestSubmit();
}

function arm() {
  for (const tile of list()?.children ?? []) tile.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("#pin-list > .tile");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("#pin-list > .tile");
  if (!dragged || !over) return;
  event.preventDefault();
  if (over === dragged) return;
  const all = [...list().children];
  const isBehind = all.indexOf(dragged) < all.indexOf(over);
  over.insertAdjacentElement(isBehind ? "afterend" : "beforebegin", dragged);
});

document.addEventListener("drop", (event) => dragged && event.preventDefault());
document.addEventListener("dragend", (event) => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  dragged = null;
  if (event.dataTransfer.dropEffect === "none") return location.reload();
  save();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "pins") arm();
});
arm();
