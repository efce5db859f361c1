// The way from one design to another: a slider over the steps of the blend.

const slider = document.getElementById("strip-slider");
const image = document.getElementById("strip-image");
const steps = [...document.querySelectorAll("#strip-steps > *")];

function show() {
  const shown = steps[Number(slider.value)].querySelector("img");
  image.src = shown.src;
  slider.setAttribute("aria-valuetext", shown.alt);
  for (const step of steps) step.classList.toggle("is-shown", step.contains(shown));
}

slider.addEventListener("input", show);
document.getElementById("strip-steps").addEventListener("click", (event) => {
  const step = event.target.closest("li");
  if (!step) return;
  slider.value = steps.indexOf(step);
  show();
});
show();
