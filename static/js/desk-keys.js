// The desk's keys. Which letter does what stands on the page (data-key-approve="a"); a letter presses
// what carries the act as data-does: on the card in focus, else anywhere on the page. A digit
// presses a rule of the open list. They rest while somebody types, and can be turned off
// (WCAG 2.1.4). On a keyboard of another script the place of the key counts.

const page = document.querySelector("[data-desk]");
const help = page?.querySelector("[data-desk-keys]");
const switched = page?.querySelector("[data-desk-keys-on]");
const OFF = "desk-keys-off";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const letters = {};
let current = null;

if (page) {
  for (const [name, key] of Object.entries(page.dataset)) {
    if (/^key[A-Z]/.test(name)) letters[name.slice(3).toLowerCase()] = key;
  }
  switched.checked = !localStorage.getItem(OFF);
  switched.addEventListener("change", () => {
    if (switched.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    showKeys();
  });
  page.addEventListener("focusin", (event) => {
    current = event.target.closest("[data-desk-card]") ?? current;
  });
  page.addEventListener("toggle", closeOtherLists, true);
  page.addEventListener("desk:changed", showKeys);
  page.addEventListener("change", (event) => takeReply(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" ? leave(event.target) : press(event)) event.preventDefault();
  });
  showKeys();
}

function showKeys() {
  for (const kbd of page.querySelectorAll("[data-key-of]")) {
    kbd.textContent = letters[kbd.dataset.keyOf];
    kbd.hidden = !switched.checked;
  }
}

function letterOf(event) {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

function press(event) {
  if (!switched.checked || event.target.closest(TYPING)) return false;
  const key = letterOf(event);
  if (key === "?") return toggleHelp();
  const list = openList();
  if (list && (key === "ArrowDown" || key === "ArrowUp")) return walk(list, key === "ArrowDown");
  if (!/^[a-z0-9]$/.test(key) || event.repeat) return false;
  if (/\d/.test(key)) return click(list, `[data-key="${key}"]`);
  const does = Object.keys(letters).find((name) => letters[name] === key);
  return does ? act(does) : false;
}

function act(does) {
  const card = currentCard();
  if (does === "next") return move(1);
  if (does === "previous") return move(-1);
  if (does === "choose") return click(card, "[data-desk-choose]");
  if (does === "more") return showMore(card);
  if (does === "note" || does === "reply") return focus(card?.querySelector(`[data-focus=${does}]`));
  if (does === "undo") return page.dispatchEvent(new CustomEvent("desk:undo"));
  return click(does === "work" ? page : card, `[data-does="${does}"]`);
}

function cards() {
  return [...page.querySelectorAll("[data-desk-card]")];
}

function isWork() {
  return page.dataset.desk === "work";
}

function currentCard() {
  if (isWork()) return cards()[0];
  return current?.isConnected ? current : null;
}

function openList() {
  const inFocus = document.activeElement.closest("[data-desk-rules][open]");
  return inFocus ?? currentCard()?.querySelector("[data-desk-rules][open]");
}

function move(step) {
  const all = cards();
  if (isWork()) {
    if (all.length > 1) page.dispatchEvent(new CustomEvent("desk:turn", { detail: step }));
    return true;
  }
  const at = all.indexOf(currentCard());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  return focus(next?.querySelector("article"));
}

function focus(element) {
  element?.focus();
  return Boolean(element);
}

function click(scope, selector) {
  const element = scope?.querySelector(selector);
  element?.click();
  const list = element?.closest("summary")?.parentElement;
  if (list?.open) list.querySelector(".desk-rule, textarea")?.focus();
  return Boolean(element);
}

function showMore(card) {
  const all = [...(card?.querySelectorAll("[data-desk-more]") ?? [])];
  const open = all.some((details) => !details.open);
  for (const details of all) details.open = open;
  return all.length > 0;
}

function walk(list, down) {
  const rules = [...list.querySelectorAll(".desk-rule")];
  const at = rules.indexOf(document.activeElement) + (down ? 1 : -1);
  return focus(rules.at(at % rules.length));
}

function toggleHelp() {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
  return true;
}

function leave(target) {
  const list = openList();
  if (list) {
    list.open = false;
    return focus(list.querySelector("summary"));
  }
  return Boolean(target.closest(TYPING)) && focus(target.closest("article"));
}

function closeOtherLists({ target }) {
  if (!target.matches("[data-desk-rules]") || !target.open) return;
  for (const other of page.querySelectorAll("[data-desk-rules][open]")) {
    if (other !== target) other.open = false;
  }
}

// A saved reply becomes the note, which can still be changed.
function takeReply(select) {
  if (!select.matches("[data-desk-reply]") || !select.value) return;
  const note = select.form.querySelector("[name=note]");
  note.value = select.selectedOptions[0].dataset.text;
  select.value = "";
  note.focus();
}
