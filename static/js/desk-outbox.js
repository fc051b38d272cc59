// Decisions on their way: sent one after the other, kept in the tab until the server has answered.
// Each has an id of its own, by which the server does it once however often it arrives. While the
// connection is lost they wait, a reload included; whoever was signed out signs in again elsewhere.
// They are a moderator's own: somebody else who signs in meanwhile does not send them.

const KEY = "desk-outbox";
const ANSWER_WITHIN = 15_000; // milliseconds
const LONGEST_WAIT = 20_000;
const TRIES = 4; // of a decision that the server answers with a fault of its own
let desk = null;
let waiting = [];
let isSending = false;
let failures = 0;
let timer = 0;

export function start(options) {
  desk = options;
  waiting = read();
  addEventListener("online", soon);
  addEventListener("focus", () => waiting.length && !isSending && soon());
  show();
  if (waiting.length) soon();
}

export function pending() {
  return waiting;
}

export function keep(decision) {
  waiting.push({ ...decision, faults: 0 });
  write();
  send();
}

// Take back a decision that has not gone; false where it may have arrived.
export function forget(act) {
  const at = waiting.findIndex((decision) => decision.act === act);
  if (at < 0 || waiting[at].isSent) return false;
  waiting.splice(at, 1);
  write();
  show();
  return true;
}

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  while (waiting.length) {
    const decision = waiting[0];
    decision.isSent = true;
    write();
    const answer = await answerTo(decision);
    if (answer === "again") {
      failures += 1;
      timer = setTimeout(soon, Math.min(1000 * 2 ** failures, LONGEST_WAIT));
      break;
    }
    failures = 0;
    waiting.shift();
    write();
    if (answer.error) desk.refused(decision, answer.error);
    else desk.answered(decision, answer);
  }
  isSending = false;
  show();
}

function soon() {
  clearTimeout(timer);
  send();
}

async function answerTo(decision) {
  try {
    let response = await post(decision);
    if (response.status === 403 || response.redirected) {
      await renewToken(decision);
      response = await post(decision);
      if (response.status === 403 || response.redirected) return signedOut();
    }
    if (response.status >= 500 && ++decision.faults >= TRIES) return { error: words("failed") };
    if (isHopeless(response.status)) return { error: words("failed") };
    if (!response.ok && response.status !== 409) return "again";
    return await response.json();
  } catch {
    return "again";
  }
}

// What the server refuses as it is would be refused for ever, and hold up all behind it.
function isHopeless(status) {
  return status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}

function post({ address, body }) {
  return fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams([...body, ...desk.sentWith()]),
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
}

// Signing in gives another token for forms; the page that is open has the old one.
async function renewToken(decision) {
  const html = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const other = new DOMParser().parseFromString(html, "text/html");
  const there = other.querySelector("[data-desk]");
  const token = there?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || there.dataset.moderator !== desk.page.dataset.moderator) return;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  for (const { body } of [decision, ...waiting]) {
    const pair = body.find(([name]) => name === "csrfmiddlewaretoken");
    if (pair) pair[1] = token;
  }
}

function signedOut() {
  const place = desk.page.querySelector("[data-desk-error]");
  place.textContent = words("signedOut");
  place.hidden = false;
  return "again";
}

function words(name) {
  return desk.page.dataset[name];
}

function show() {
  const place = desk.page.querySelector("[data-desk-unsent]");
  place.hidden = !(waiting.length && failures);
  place.textContent = place.hidden ? "" : words("unsent").replace("{number}", waiting.length);
}

function key() {
  return `${KEY}-${desk.page.dataset.moderator}`;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key()) ?? "[]");
  } catch {
    return [];
  }
}

function write() {
  desk.page.toggleAttribute("data-desk-sending", waiting.length > 0);
  if (waiting.length) sessionStorage.setItem(key(), JSON.stringify(waiting));
  else sessionStorage.removeItem(key());
}
