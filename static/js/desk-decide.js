// Deciding and undoing on the desk without leaving the page: a form marked data-desk-act is sent
// by fetch, and the cards that the server answers with take their places. When something fails,
// the page stays as it was, with all that was typed.

const page = document.querySelector("[data-desk]");
const GO_ON = "desk-go-on";

page?.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-desk-act]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  send(form, event.submitter);
});

if (page && sessionStorage.getItem(GO_ON)) {
  sessionStorage.removeItem(GO_ON);
  focusOn(page.querySelector("[data-desk-card]"));
}

async function send(form, pressed) {
  const body = new FormData(form);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(form.getAttribute("action"), body);
    if (answer.error) say(answer.error);
    else take(form, answer);
  } catch {
    say(page.dataset.failed);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

async function ask(address, body) {
  const headers = { Accept: "application/json" };
  const response = await fetch(address, { method: "POST", body, headers });
  if (response.status === 403 || response.redirected) return { error: page.dataset.signedOut };
  if (!response.ok && response.status !== 409) throw new Error(String(response.status));
  return response.json();
}

function say(error) {
  const place = page.querySelector("[data-desk-error]");
  place.textContent = error;
  place.hidden = !error;
}

function take(form, answer) {
  const next = nextAfter(form.closest("[data-desk-card]"), new Set(answer.gone.map(String)));
  say("");
  page.querySelector("[data-desk-said]").innerHTML = answer.last;
  page.querySelector("[data-desk-waiting]").textContent = answer.waiting;
  for (const id of answer.gone) cardOf(id)?.replaceWith(emptyPlace(id));
  const placed = answer.cards.map(place);
  if ("deskBulk" in form.dataset) form.querySelector("[name=note]").value = "";
  page.dispatchEvent(new CustomEvent("desk:changed"));
  const refused = answer.cards.findIndex((card) => card.refused);
  if (!page.querySelector("[data-desk-card]") || placed.includes(null)) {
    sessionStorage.setItem(GO_ON, "1");
    location.reload();
  } else {
    const shown = placed[refused] ?? (next?.isConnected ? next : placed[0]);
    focusOn(shown ?? page.querySelector("[data-desk-card]"));
  }
}

// The card to go on with: the next that stays, else the one before; after many at once, the first.
function nextAfter(card, gone) {
  const cards = [...page.querySelectorAll("[data-desk-card]")];
  const at = cards.indexOf(card);
  const inOrder = [...cards.slice(at + 1), ...cards.slice(0, Math.max(at, 0)).reverse()];
  return card || gone.size ? inOrder.find((other) => !gone.has(other.dataset.deskCard)) : null;
}

function cardOf(id) {
  return page.querySelector(`[data-desk-card="${id}"]`);
}

// Where a decided card stood, so that an undo brings it back to its place.
function emptyPlace(id) {
  const item = document.createElement("li");
  item.hidden = true;
  item.dataset.deskPlace = id;
  return item;
}

function place({ id, html }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const card = template.content.querySelector("[data-desk-card]");
  const old = cardOf(id) ?? page.querySelector(`[data-desk-place="${id}"]`);
  if (old) {
    old.replaceWith(card);
    return card;
  }
  const list = page.querySelector("[data-desk-cards]");
  list?.prepend(card);
  return list ? card : null;
}

function focusOn(card) {
  card?.querySelector("article").focus();
}
