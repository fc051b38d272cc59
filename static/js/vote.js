// Sends the reader's answer to "Do you like this article?" without leaving the page.

function press(form, answer) {
  for (const button of form.querySelectorAll("[name=answer]")) {
    button.setAttribute("aria-pressed", String(button.value === answer));
  }
}

async function send(form, button) {
  const said = form.querySelector("[data-said]");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ answer: button.value }),
      headers: { Accept: "application/json" },
    });
    const result = await response.json();
    said.textContent = result.said;
    if (!response.ok) return;
    for (const count of form.querySelectorAll("[data-count]")) {
      count.textContent = result[count.dataset.count];
    }
    press(form, result.answer);
  } catch {
    said.textContent = form.dataset.offline;
  }
}

for (const form of document.querySelectorAll("[data-vote]")) {
  const hint = document.cookie.split("; ").find((cookie) => cookie.startsWith("voted="));
  if (hint) press(form, hint.slice("voted=".length));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, event.submitter);
  });
}
