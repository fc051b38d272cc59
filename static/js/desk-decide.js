// Deciding on the desk without leaving the page. A decision takes its cards away at once and the
// next one is there; it is sent from desk-outbox.js, and what the server refuses comes up again.
// Undoing, notes and assignments wait for their answer.

import { forget, keep, pending, start } from "./desk-outbox.js";

const page = document.querySelector("[data-desk]");
const GO_ON = "desk-go-on";
const away = new Map(); // acts that are not answered yet: the cards that they took away
let undoWhenAnswered = "";

if (page) {
  page.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-desk-act], [data-desk-side]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const body = [...new FormData(form)];
    if (event.submitter?.name) body.push([event.submitter.name, event.submitter.value]);
    if (body.some(([name]) => name === "decision")) decide(form, body);
    else ask(form, body);
  });
  page.querySelector("[data-desk-later]")?.addEventListener("click", (event) => {
    if (cards().length < 2) return;
    event.preventDefault();
    turn(1);
  });
  page.addEventListener("desk:undo", undo);
  page.addEventListener("desk:turn", (event) => turn(event.detail));
  start({ page, answered, refused, sentWith });
  for (const { cards: ids } of pending()) ids.forEach(takeAway);
  if (sessionStorage.getItem(GO_ON) || isWork()) {
    sessionStorage.removeItem(GO_ON);
    focusOn(cards()[0]);
  }
}

function isWork() {
  return page.dataset.desk === "work";
}

function cards() {
  return [...page.querySelectorAll("[data-desk-card]")];
}

// --- Deciding ---

function decide(form, body) {
  const ids = body.filter(([name]) => name === "comment").map(([, value]) => value.split(".")[0]);
  if (!ids.length) return ask(form, body);
  const next = nextAfter(form.closest("[data-desk-card]"), new Set(ids));
  const act = body.find(([name]) => name === "act")?.[1] ?? newId();
  if (!body.some(([name]) => name === "act")) body.push(["act", act]);
  away.set(act, ids.map(takeAway).filter(Boolean));
  if ("deskBulk" in form.dataset) form.reset();
  say("");
  keep({ act, address: form.getAttribute("action"), body, cards: ids });
  changed();
  focusOn(next ?? cards()[0]);
}

// An id that nobody else has: crypto.randomUUID() is there on https alone.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// What a decision is sent with, read when it goes: which cards the page has by then.
function sentWith() {
  if (!isWork()) return [];
  return [
    ["at_hand", cards().map((card) => card.dataset.deskCard).join(",")],
    ["pending", pending().flatMap((decision) => decision.cards).join(",")],
  ];
}

function answered(decision, answer) {
  away.delete(decision.act);
  take(answer);
  if (decision.act !== undoWhenAnswered) return;
  undoWhenAnswered = "";
  page.querySelector(`[data-desk-said] [value="${decision.act}"]`)?.form.requestSubmit();
}

// It cannot be done at all: the cards come back as they were.
function refused(decision, reason) {
  const taken = away.get(decision.act) ?? [];
  away.delete(decision.act);
  for (const card of taken) putBack(card);
  say(reason);
  changed();
}

// The last decision may not have been sent yet: then there is nothing to ask the server for. While
// it is on its way, its answer is waited for.
function undo() {
  const last = pending().at(-1);
  if (!last) return page.querySelector("[data-does=undo]")?.click();
  if (!forget(last.act)) {
    undoWhenAnswered = last.act;
    return null;
  }
  const taken = away.get(last.act) ?? [];
  away.delete(last.act);
  for (const card of taken) putBack(card, { first: true });
  changed();
  return focusOn(taken[0]);
}

// --- Asking, with an answer to wait for ---

async function ask(form, body) {
  const data = new URLSearchParams([...body, ...sentWith()]);
  form.setAttribute("aria-busy", "true");
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers });
    if (response.status === 403 || response.redirected) return say(page.dataset.signedOut);
    if (!response.ok && response.status !== 409) throw new Error(String(response.status));
    const answer = await response.json();
    if (answer.error) return say(answer.error);
    const placed = take(answer, { first: true });
    focusOn(placed.find(Boolean));
  } catch {
    say(page.dataset.failed);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function say(error) {
  const place = page.querySelector("[data-desk-error]");
  place.textContent = error;
  place.hidden = !error;
}

// --- Cards and their places ---

function take(answer, { first = false } = {}) {
  page.querySelector("[data-desk-said]").innerHTML = answer.last;
  for (const [name, number] of Object.entries(answer.numbers)) {
    const place = page.querySelector(`[data-desk-number="${name}"]`);
    if (place) place.textContent = number;
  }
  const progress = page.querySelector("[data-desk-progress]");
  if (progress && answer.progress) progress.innerHTML = answer.progress;
  answer.gone.forEach((id) => takeAway(String(id)));
  const placed = answer.cards.map((card) => place(card, { first }));
  answer.next.filter(({ id }) => !cardOf(id) && !isPending(id)).forEach((card) => place(card, {}));
  const reason = answer.cards.find((card) => card.refused)?.refused;
  say(reason ? page.dataset.comesNext.replace("{reason}", reason) : "");
  changed();
  if (!cards().length && !pending().length) goOn();
  else if (document.activeElement === document.body) {
    focusOn(isWork() ? cards()[0] : placed.find(Boolean));
  }
  return placed;
}

// Nothing is left on the page: read it again.
function goOn() {
  sessionStorage.setItem(GO_ON, "1");
  location.reload();
}

function isPending(id) {
  return pending().some((decision) => decision.cards.includes(String(id)));
}

function changed() {
  page.dispatchEvent(new CustomEvent("desk:changed"));
}

// The card to go on with: the next that stays, else the one before; after many at once, the first.
function nextAfter(card, gone) {
  const all = cards();
  const at = all.indexOf(card);
  const inOrder = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0)).reverse()];
  return inOrder.find((other) => !gone.has(other.dataset.deskCard));
}

function cardOf(id) {
  return page.querySelector(`[data-desk-card="${id}"]`);
}

// Where a decided card stood, so that an undo brings it back to its place.
function takeAway(id) {
  const card = cardOf(id);
  if (!card) return null;
  const item = document.createElement("li");
  item.hidden = true;
  item.dataset.deskPlace = id;
  card.replaceWith(item);
  return card;
}

function putBack(card, { first = false } = {}) {
  const id = card.dataset.deskCard;
  const old = cardOf(id);
  const kept = page.querySelector(`[data-desk-place="${id}"]`);
  const list = page.querySelector("[data-desk-cards]");
  if (old) old.replaceWith(card);
  else if (isWork()) {
    kept?.remove();
    if (first || !cards().length) list.prepend(card);
    else cards()[0].after(card); // never in the place of the card that somebody is reading
  } else if (kept) kept.replaceWith(card);
  else list?.prepend(card);
}

function place({ id, html, refused: reason }, { first = false }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const card = template.content.querySelector("[data-desk-card]");
  const list = page.querySelector("[data-desk-cards]");
  if (!list) return goOn();
  if (first || reason || !isWork() || cardOf(id)) putBack(card, { first });
  else list.append(card);
  return card;
}

// Working through, the card in front goes behind the others, or the last one comes before it.
function turn(step) {
  const all = cards();
  const list = page.querySelector("[data-desk-cards]");
  if (step > 0) list.append(all[0]);
  else list.prepend(all.at(-1));
  focusOn(cards()[0]);
}

function focusOn(card) {
  card?.querySelector("article").focus();
}
