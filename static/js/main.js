// What every page needs: the theme button, messages that can be dismissed, dialogs.

const root = document.documentElement;

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function showThemeState() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Not remembered where storage is forbidden; the page still changes.
  }
  showThemeState();
}

export function toast(text) {
  const template = document.getElementById("toast-template");
  const item = template.content.firstElementChild.cloneNode(true);
  item.querySelector("[data-text]").textContent = text;
  document.getElementById("messages").append(item);
  setTimeout(() => item.remove(), 6000);
}

function openDialog(opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog) return false;
  document.querySelector("[popover]:popover-open")?.hidePopover();
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened"));
  return true;
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target.closest("[data-theme-toggle]")) toggleTheme();
  if (target.closest("[data-dismiss]")) target.closest(".toast, .notice")?.remove();
  const opener = target.closest("[data-opens]");
  if (opener && openDialog(opener)) event.preventDefault();
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  // A click on the backdrop lands on the dialog itself, outside of its content.
  if (target instanceof HTMLDialogElement) {
    const box = target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail) target.close();
  }
});

document.addEventListener("toast", (event) => toast(event.detail.text));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    document.getElementById("q")?.focus();
  }
});
showThemeState();
