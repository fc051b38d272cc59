// Opens the form of a report below its comment, sends it, and shows the answer there. Without this
// module, which report-link.js brings, the same links lead to the same form as a page.

const box = (comment) => comment.querySelector(":scope > .report");

function put(comment, html) {
  box(comment)?.remove();
  comment.querySelector(".comment-foot").insertAdjacentHTML("afterend", html);
  const shown = box(comment);
  (shown.querySelector("[data-said]") ?? shown.querySelector("[type=radio]"))?.focus();
}

function unsent(form) {
  form.querySelector(":scope > [role=alert]")?.remove();
  const said = document.createElement("p");
  said.className = "notice notice-danger";
  said.setAttribute("role", "alert");
  form.prepend(said);
  said.textContent = document.querySelector("[data-recommended]").dataset.unsent;
}

export async function toggle(link) {
  const comment = link.closest(".comment");
  if (box(comment)) return box(comment).remove();
  const answer = await fetch(`${link.href}?fragment=1`).catch(() => null);
  if (answer?.ok) put(comment, await answer.text());
  else location.assign(link.href);
}

document.addEventListener("submit", async (event) => {
  const comment = event.target.closest(".report")?.closest(".comment");
  if (!comment) return; // the page of its own
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  if (button.disabled) return; // it is on its way
  const body = new FormData(form);
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  button.disabled = false;
  if (answer?.ok) put(comment, await answer.text());
  else unsent(form);
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest(".comment > .report");
  if (!open) return;
  const link = open.closest(".comment").querySelector("a[data-report]");
  open.remove();
  link.focus();
});
