// Says on an open page how many comments are new, and puts them in their places when asked to,
// without moving what is being read. Asks every half minute, less and less often while nothing
// comes, never while the tab is hidden, and no longer once the discussion is closed.

const SOONEST = 30_000; // milliseconds
const SELDOM = 600_000;
const LONGEST = 4 * 3_600_000; // a page that is open for longer is not being read
const line = document.querySelector("[data-news]");
const section = line.closest(".discussion");
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const plurals = new Intl.PluralRules(document.documentElement.lang);
const said = document.createElement("span");
const link = document.createElement("a");
const began = Date.now();
let asked = began;
let wait = SOONEST;
let timer;
let ended = false;
let there = Number(line.dataset.count); // how many the page shows, or leads to
let count = there; // how many there are
let first; // of those that were put in, until the reader has gone there

function say(number, label, href) {
  const words = line.dataset[plurals.select(number)] ?? line.dataset.other;
  said.textContent = words.replace("[number]", numbers.format(number));
  link.textContent = label;
  link.href = href;
  if (!link.isConnected) line.replaceChildren(said, " · ", link);
}

function tell() {
  if (first) return;
  if (count > there) say(count - there, line.dataset.show, line.dataset.newest);
  else line.replaceChildren();
}

function plan() {
  clearTimeout(timer);
  ended ||= Date.now() - began > LONGEST;
  if (!ended && !document.hidden) timer = setTimeout(ask, wait);
}

async function ask() {
  let news;
  asked = Date.now();
  try {
    const answer = await fetch(line.dataset.news, { cache: "no-cache" });
    if (answer.ok) news = await answer.json();
  } catch {
    // The line is dead: asked again later.
  }
  wait = news && news.count !== count ? SOONEST : Math.min(2 * wait, SELDOM);
  if (news) {
    count = news.count;
    there = Math.min(there, count);
    ended = !news.open;
    tell();
  }
  plan();
}

// The comment that stands in the thread under the same address. What the reader has just sent stands
// elsewhere, and goes once it has its place, unless something is being written below it.
function standing(comment) {
  const found = document.getElementById(comment.id);
  if (!found || found.parentElement.matches(".entry") || found.querySelector("form")) return found;
  if (!found.matches(".is-waiting")) comment.dataset.known = "";
  found.remove();
  return null;
}

function putIn(part, { after, into }) {
  if (after) after.after(part);
  else into.prepend(part);
  return [...part.querySelectorAll(".comment")].filter((one) => !("known" in one.dataset));
}

function putRepliesIn(thread, root) {
  const added = [];
  let last = root.closest(".entry");
  for (const entry of thread.querySelectorAll(".entry")) {
    const known = standing(entry.querySelector(".comment"));
    if (!known) added.push(...putIn(entry, { after: last }));
    last = known ? (known.closest(".entry") ?? last) : entry;
  }
  const more = thread.querySelector(":scope > .thread-more");
  const old = last.closest(".thread").querySelector(":scope > .thread-more");
  if (more && old) old.replaceWith(more);
  else if (more) last.closest(".thread").append(more);
  return added;
}

function putThreadsIn(fresh) {
  const list = section.querySelector(".threads");
  const threads = fresh.querySelector(".threads");
  if (!list) {
    for (const comment of threads?.querySelectorAll(".comment") ?? []) standing(comment);
    section.querySelector(".discussion-empty")?.replaceWith(threads ?? "");
    return threads ? [...threads.querySelectorAll(".comment:not([data-known])")] : [];
  }
  const added = [];
  let last;
  for (const thread of threads?.querySelectorAll(":scope > .thread") ?? []) {
    const root = standing(thread.querySelector(".comment"));
    if (root) added.push(...putRepliesIn(thread, root));
    else added.push(...putIn(thread, { after: last, into: list }));
    last = root ? (root.closest(".thread") ?? last) : thread;
  }
  return added;
}

// The topmost comment of those in the window keeps its place there.
function held(change) {
  const read = [...section.querySelectorAll(".entry > .comment")].find(
    (comment) => comment.getBoundingClientRect().bottom > 0,
  );
  const before = read?.getBoundingClientRect().top;
  const { style } = document.documentElement;
  style.overflowAnchor = "none"; // or some browsers would do it once more
  const result = change();
  if (before < innerHeight) {
    scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
  }
  requestAnimationFrame(() => style.removeProperty("overflow-anchor"));
  return result;
}

function mark(comment) {
  const label = document.createElement("span");
  label.className = "comment-new";
  label.textContent = line.dataset.new;
  comment.classList.add("is-new");
  comment.querySelector(".comment-head")?.append(label);
}

async function show() {
  const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".discussion");
  const added = held(() => {
    section.querySelector(".discussion-head").replaceWith(fresh.querySelector(".discussion-head"));
    const put = putThreadsIn(fresh);
    put.forEach(mark);
    return put;
  });
  count = Number(fresh.querySelector("[data-news]")?.dataset.count ?? count);
  const isAll = !fresh.querySelector(".discussion-more, .thread-more");
  if (!added.length && !isAll) return location.assign(line.dataset.newest);
  there = isAll ? count : Math.min(count, there + added.length);
  first = added[0];
  if (first) say(added.length, line.dataset.first, `#${first.id}`);
  else tell();
  section.dispatchEvent(new CustomEvent("comments:added", { bubbles: true }));
}

link.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (first) {
    const comment = first;
    first = undefined;
    tell();
    setTimeout(() => comment.focus({ preventScroll: true })); // after the browser has gone there
    return;
  }
  event.preventDefault();
  show().catch(() => location.assign(line.dataset.newest));
});

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.hidden || ended) return;
  if (Date.now() - asked >= SOONEST) ask();
  else plan();
});

document.addEventListener("comment:added", (event) => {
  if (!event.target.matches(".is-waiting")) there += 1; // one's own is no news
});

plan();
