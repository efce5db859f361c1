// Search by photo from any page: choose, take, drop or paste a picture.

const forms = () => [...document.querySelectorAll("form[data-photo]")];

/** The form a dropped or pasted picture goes into: the visible one, else the dialog's. */
function formForPhoto() {
  const visible = forms().find((form) => form.checkVisibility());
  if (visible) return visible;
  const dialog = document.getElementById("photo-dialog");
  dialog.showModal();
  return dialog.querySelector("form[data-photo]");
}

function showBusy(form, file) {
  const zone = form.querySelector(".drop-zone");
  const preview = zone.querySelector("[data-preview]");
  zone.classList.add("busy");
  form.querySelector("[data-problem]").replaceChildren();
  URL.revokeObjectURL(preview.src);
  preview.hidden = true;
  if (file) {
    preview.onload = () => (preview.hidden = false);
    preview.src = URL.createObjectURL(file);
  }
}

function submitFile(form, file) {
  const input = form.querySelector("input[type=file]:not([capture])");
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  submit(form);
}

function submit(form) {
  // Only one of "choose" and "take" may carry the field, or an empty file would go along.
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.disabled = input.files.length === 0;
  }
  const filled = form.querySelector("input[type=file]:not(:disabled)");
  if (filled) form.requestSubmit();
  reset(form);
}

function reset(form) {
  for (const input of form.querySelectorAll("input[type=file]")) input.disabled = false;
}

function imageOf(transfer) {
  const files = [...(transfer?.files ?? [])];
  // Some systems give HEIC files no type at all.
  return files.find((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name));
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-photo]");
  if (form && event.target.type === "file" && event.target.files.length) submit(form);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form[data-photo]");
  if (!form) return;
  const filled = [...form.querySelectorAll("input[type=file]")].find((input) => input.files.length);
  showBusy(form, filled?.files[0]);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-photo]");
  if (!form) return;
  // On success the browser is on its way to the results: keep showing progress until it is there.
  const leaves = event.detail.xhr?.getResponseHeader("HX-Redirect");
  if (leaves) return;
  form.querySelector(".drop-zone").classList.remove("busy");
  form.reset();
  if (!event.detail.xhr?.status) {
    form.querySelector("[data-problem]").textContent = form.dataset.offline;
  }
});

// A refusal is said where the photo was chosen, not at the edge of the page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("form[data-photo]");
  if (!form || event.detail.xhr.status < 400) return;
  event.detail.shouldSwap = false;
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const notice = document.createElement("p");
  notice.className = "notice warn";
  notice.textContent = answer.querySelector("[data-detail]")?.textContent ?? form.dataset.offline;
  form.querySelector("[data-problem]").replaceChildren(notice);
});

// The page comes back from the browser's cache as it was left: in the middle of an upload.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const zone of document.querySelectorAll(".drop-zone.busy")) zone.classList.remove("busy");
  document.getElementById("photo-dialog")?.close();
});

document.addEventListener("paste", (event) => {
  const file = imageOf(event.clipboardData);
  if (!file) return;
  event.preventDefault();
  submitFile(formForPhoto(), file);
});

const veil = document.getElementById("drop-veil");
let depth = 0;

function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

document.addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  depth += 1;
  veil.hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!carriesFiles(event)) return;
  depth -= 1;
  if (depth <= 0) veil.hidden = true;
});
document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth = 0;
  veil.hidden = true;
  const form = formForPhoto();
  const file = imageOf(event.dataTransfer);
  if (file) submitFile(form, file);
  else form.querySelector("[data-problem]").textContent = form.dataset.notAPicture;
});
