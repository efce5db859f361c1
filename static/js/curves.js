// A read-out for the curves of training runs, under the pointer. The table below each has all values.

const nearest = (points, x) =>
  points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));

function show(figure, x) {
  const lines = JSON.parse(figure.dataset.curves);
  const values = figure.querySelectorAll("[data-value]");
  const found = lines.map((line) => nearest(line.points, x));
  const at = nearest(found, x);
  found.forEach((point, number) => {
    values[number].textContent = point[3];
  });
  figure.querySelector("[data-moment]").textContent = `– ${at[2]} ${figure.dataset.minutes}`;
  const cursor = figure.querySelector(".run-cursor");
  cursor.setAttribute("x1", at[0]);
  cursor.setAttribute("x2", at[0]);
  cursor.removeAttribute("hidden");
}

function reset(figure) {
  for (const value of figure.querySelectorAll("[data-value]")) {
    value.textContent = value.dataset.value;
  }
  figure.querySelector("[data-moment]").textContent = "";
  figure.querySelector(".run-cursor").setAttribute("hidden", "");
}

document.addEventListener("pointermove", (event) => {
  const svg = event.target.closest?.("[data-curves] svg");
  if (!svg) return;
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
  show(svg.closest("[data-curves]"), x);
});

document.addEventListener("pointerout", (event) => {
  const svg = event.target.closest?.("[data-curves] svg");
  if (svg && !svg.contains(event.relatedTarget)) reset(svg.closest("[data-curves]"));
});

// Newer curves take the place of these every few seconds: a table that is open stays open.
let open = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const tables = event.detail.target.querySelectorAll("[data-curves] details[open]");
  open = [...tables].map((table) => table.id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  for (const table of event.detail.target.querySelectorAll("[data-curves] details")) {
    table.open = open.includes(table.id);
  }
});
