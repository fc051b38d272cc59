// The desk's keys. A key presses whatever carries it as data-key: first in the open list of rules,
// then on the card in focus, then anywhere on the page. They rest while somebody types, and can
// be turned off (WCAG 2.1.4).

const page = document.querySelector("[data-desk]");
const help = page?.querySelector("[data-desk-keys]");
const switched = page?.querySelector("[data-desk-keys-on]");
const OFF = "desk-keys-off";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
let current = null;

if (page) {
  switched.checked = !localStorage.getItem(OFF);
  switched.addEventListener("change", () => {
    if (switched.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  page.addEventListener("focusin", (event) => {
    current = event.target.closest("[data-desk-card]") ?? current;
  });
  page.addEventListener("toggle", closeOtherLists, true);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" ? leave(event.target) : press(event)) event.preventDefault();
  });
}

function press(event) {
  if (!switched.checked || event.target.closest(TYPING)) return false;
  const { key } = event;
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "?") return toggleHelp();
  const list = openList();
  if (list && (key === "ArrowDown" || key === "ArrowUp")) return walk(list, key === "ArrowDown");
  if (!/^[a-z0-9]$/.test(key) || event.repeat) return false;
  if (/\d/.test(key)) return click(list, key);
  if (key === "u") return click(page.querySelector("[data-desk-said]"), key);
  const card = currentCard();
  if (key === "x") return click(card, null, "[data-desk-choose]");
  if (key === "n") return focus(card?.querySelector("[data-focus-key=n]"));
  return click(card, key);
}

function cards() {
  return [...page.querySelectorAll("[data-desk-card]")];
}

function currentCard() {
  return current?.isConnected ? current : null;
}

function openList() {
  const inFocus = document.activeElement.closest("[data-desk-rules][open]");
  return inFocus ?? currentCard()?.querySelector("[data-desk-rules][open]");
}

function move(step) {
  const all = cards();
  const at = all.indexOf(currentCard());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  return focus(next?.querySelector("article"));
}

function focus(element) {
  element?.focus();
  return Boolean(element);
}

function click(scope, key, selector = `[data-key="${key}"]`) {
  const element = scope?.querySelector(selector);
  element?.click();
  const list = element?.closest("summary")?.parentElement;
  if (list?.open) list.querySelector(".desk-rule")?.focus();
  return Boolean(element);
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
