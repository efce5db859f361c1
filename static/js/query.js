// The page of a photo search: the frame asks anew, and the address says what is shown.

const found = () => document.getElementById("results");

function boxOfResults() {
  const text = found()?.dataset.box;
  return text ? text.split(",").map(Number) : null;
}

function setFrame(box, isAnswer = false) {
  if (box?.length !== 4) return;
  document.dispatchEvent(new CustomEvent("crop:set", { detail: { box, isAnswer } }));
}

/** Only the last question counts: the stage's hx-sync ends the one before, whose answer would
 * otherwise take away the element that the next one is to replace. */
function ask(params) {
  params.delete("page");
  const query = params.size ? `?${params}` : "";
  return htmx.ajax("GET", `${found().dataset.results}${query}`, {
    source: "#stage",
    target: "#results",
    swap: "outerHTML",
  });
}

document.addEventListener("crop", (event) => {
  const params = new URLSearchParams(location.search);
  params.set("box", event.detail.box.map((value) => value.toFixed(4)).join(","));
  ask(params);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#whole, #own-choice");
  if (!link) return;
  event.preventDefault();
  const params = new URLSearchParams(location.search);
  if (link.id === "whole") {
    params.set("box", "0,0,1,1");
    setFrame([0, 0, 1, 1]);
  } else params.delete("box");
  ask(params);
});

// The address follows what is shown, so that a reload, a bookmark and the share button agree.
document.addEventListener("htmx:afterOnLoad", (event) => {
  const { requestConfig, pathInfo, xhr, target } = event.detail;
  if (requestConfig.verb !== "get" || xhr.status >= 400 || target?.id === "load-more") return;
  const path = new URL(pathInfo.finalRequestPath, location.href);
  const results = document.querySelector("[data-results]")?.dataset;
  if (!results || path.pathname !== results.results) return;
  history.replaceState(history.state, "", `${results.query}${path.search}`);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "results") return;
  setFrame(boxOfResults(), true);
});

// Share what is shown, not only the photo.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-keeps-query]");
  if (!button) return;
  const url = new URL(button.dataset.url, location.href);
  url.search = location.search;
  button.dataset.url = url.href;
}, true);

const dock = document.getElementById("photo-dock");
new IntersectionObserver(([entry]) => dock.classList.toggle("away", entry.isIntersecting)).observe(
  document.getElementById("stage"),
);
setFrame(boxOfResults());
