// Keeps what is typed into the form of a comment in this browser until it was sent, for each story
// and answered comment. Never the e-mail address: others may use the browser too.

const STORE = "comment-drafts";
const MOST = 20; // drafts; the oldest go first
const DAYS = 30;
const LONGEST = 20_000; // code units: more than three times what can be sent
let changed; // the form that was typed into, until it is saved
let timer;

function read() {
  try {
    const oldest = Date.now() - DAYS * 86_400_000;
    const kept = Object.entries(JSON.parse(localStorage.getItem(STORE)) ?? {});
    const young = kept.filter(([, draft]) => draft.at > oldest);
    return Object.fromEntries(young.sort(([, a], [, b]) => b.at - a.at).slice(0, MOST));
  } catch {
    return {};
  }
}

function write(drafts) {
  try {
    if (Object.keys(drafts).length) localStorage.setItem(STORE, JSON.stringify(drafts));
    else localStorage.removeItem(STORE);
  } catch {
    // No room, or no storage at all: then there are no drafts.
  }
}

function keyOf(form) {
  return form.closest("[data-draft]")?.dataset.draft;
}

function forget(key) {
  const drafts = read();
  delete drafts[key];
  write(drafts);
}

// A text that went along to another form is a draft there, and no longer where it came from.
function save(form) {
  const key = keyOf(form);
  const body = form.elements.body.value.slice(0, LONGEST);
  const others = Object.entries(read()).filter(([at, draft]) => at !== key && draft.body !== body);
  const drafts = Object.fromEntries(others);
  if (body.trim()) {
    drafts[key] = { at: Date.now(), body };
    for (const name of ["name", "language"]) drafts[key][name] = form.elements[name]?.value;
  }
  write(drafts);
}

function flush() {
  clearTimeout(timer);
  if (changed) save(changed);
  changed = undefined;
}

function type(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What was typed just now stays, unless it only came along and waits where it was typed.
function open(form) {
  flush();
  const area = form.elements.body;
  const key = keyOf(form);
  if (!area || !key) return;
  const drafts = read();
  const kept = drafts[key];
  const typed = area.value;
  const waits = Object.entries(drafts).some(([at, draft]) => at !== key && draft.body === typed);
  if (kept && kept.body !== typed && (waits || !typed.trim())) {
    for (const name of ["name", "language"]) {
      const field = form.elements[name];
      if (field && !field.value && kept[name]) field.value = kept[name];
    }
    type(area, kept.body);
    form.querySelector("[data-draft-note]").hidden = false;
  } else if (typed.trim()) save(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (!form) return;
  if (changed !== form) flush();
  changed = form;
  clearTimeout(timer);
  timer = setTimeout(flush, 400);
});
addEventListener("pagehide", flush);
document.addEventListener("comment:opened", (event) => open(event.target));
document.addEventListener("comment:sent", (event) => {
  changed = undefined;
  forget(keyOf(event.target));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-discard]");
  if (!button) return;
  button.closest("[data-draft-note]").hidden = true;
  const area = button.form.elements.body;
  type(area, "");
  flush();
  area.focus();
});

// The server says which draft a form became a comment of, where it answered with a page.
const taken = document.cookie.split("; ").find((cookie) => cookie.startsWith("taken="));
if (taken) {
  forget(taken.slice("taken=".length));
  document.cookie = "taken=; path=/; max-age=0; samesite=lax";
}
write(read()); // without those that are too old
document.querySelectorAll("[data-comment-form]").forEach(open);
