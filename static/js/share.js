// Share buttons: the system's sheet where there is one, else the link is copied.

function say(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

async function share(button) {
  const url = button.dataset.url ? new URL(button.dataset.url, location.href).href : location.href;
  const onPhone = matchMedia("(pointer: coarse)").matches;
  if (onPhone && navigator.share) {
    try {
      await navigator.share({ title: document.title, url });
      return;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    say(button.dataset.copied);
  } catch {
    say(url);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-share]");
  if (button) share(button);
});
