// Filters: in the side column on wide screens, in a sheet on small ones; open groups stay open.

const wide = matchMedia("(min-width: 64rem)");
const dialog = document.getElementById("filters");
const holder = dialog?.querySelector("[data-holds]");
const alwaysInSheet = dialog?.hasAttribute("data-always");

/** Into the sheet while it is open, else back; what a swap has just brought replaces the old. */
function place() {
  const home = document.getElementById("facets-home");
  if (!home || !holder) return;
  const [from, to] = dialog.open ? [home, holder] : [holder, home];
  if (from.firstElementChild) to.replaceChildren(...from.childNodes);
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

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:oobAfterSwap", restore);
document.addEventListener("htmx:afterSwap", () => {
  if (dialog?.open) place();
  restore();
});

// An emptied price must not stay in the address.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("#facets, .sort");
  if (!form) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
