// Says when a comment could not be sent, leaves the form as it is, and offers to send it when the
// line is back. A form that is a page of its own is sent only once the server answers: the browser's
// page of errors has nothing of what was typed.

let asking = false;
let going; // the form that the browser is sending

function say(form, what) {
  const words = form.closest("[data-reply-form]").dataset;
  let said = form.querySelector("[data-unsent-said]");
  if (!said) {
    said = document.createElement("p");
    said.className = "notice notice-danger";
    said.dataset.unsentSaid = "";
    said.setAttribute("role", "alert");
    form.append(said);
  }
  said.textContent = words[what];
  if (what !== "online") return;
  const again = document.createElement("button");
  again.className = "button button-quiet";
  again.textContent = words.again;
  said.append(" ", again);
}

async function isThere(address) {
  try {
    const signal = AbortSignal.timeout?.(10_000);
    const answer = await fetch(address, { method: "HEAD", cache: "no-store", signal });
    return answer.status < 500;
  } catch {
    return false;
  }
}

document.addEventListener("comment:unsent", (event) => {
  say(event.target, navigator.onLine ? "unsent" : "offline");
});

addEventListener("online", () => {
  for (const said of document.querySelectorAll("[data-unsent-said]")) {
    say(said.closest("form"), "online");
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (!form || form === going || form.closest("[data-reply-place]")) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  const goes = await isThere(form.action);
  asking = false;
  if (!goes) return say(form, navigator.onLine ? "unsent" : "offline");
  going = form;
  form.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => {
  going = undefined;
});
