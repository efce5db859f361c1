// Filters: in the side column on wide screens, in a sheet on small ones; open groups stay open.

const wide = matchMedia("(min-width: 64rem)");
const dialog = document.getElementById("filters");
const holder = dialog?.querySelector("[data-holds]");
const home = document.getElementById("facets-home");
const alwaysInSheet = dialog?.hasAttribute("data-always");

function place() {
  const facets = document.getElementById("facets");
  if (!facets || !holder) return;
  const target = dialog.open ? holder : home;
  if (facets.parentElement !== target) target.append(facets);
}

dialog?.addEventListener("opened", place);
dialog?.addEventListener("close", place);
wide.addEventListener("change", () => {
  if (wide.matches && dialog?.open && !alwaysInSheet) dialog.close();
});

// The server does not know which groups the shopper has opened or how far they have scrolled.
let open = new Map();
let scrolled = new Map();

function remember() {
  for (const facet of document.querySelectorAll("#facets details")) {
    open.set(facet.dataset.facet, facet.open);
    const list = facet.querySelector(".facet-options");
    if (list) scrolled.set(facet.dataset.facet, list.scrollTop);
  }
}

function restore() {
  for (const facet of document.querySelectorAll("#facets details")) {
    const name = facet.dataset.facet;
    if (open.has(name)) facet.open = open.get(name);
    const list = facet.querySelector(".facet-options");
    if (list && scrolled.has(name)) list.scrollTop = scrolled.get(name);
  }
}

function showCount() {
  const button = document.querySelector("[data-result-count]");
  const count = document.querySelector("#count");
  if (button && count) button.textContent = `${button.dataset.show ?? ""} ${count.textContent.trim()}`.trim();
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:oobAfterSwap", restore);
document.addEventListener("htmx:afterSettle", () => {
  restore();
  showCount();
});

// An emptied price must not stay in the address.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("#facets, .sort, #refine");
  if (!form) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
showCount();
