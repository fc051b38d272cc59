// Opens the form of a comment in its place, sends it, and shows what became of it there.
// Without this module the same links lead to the same form as a page. What it does it tells: a form
// was comment:opened, comment:sent or comment:unsent, and the comment on the page comment:added.

function tell(element, what) {
  element?.dispatchEvent(new CustomEvent(`comment:${what}`, { bubbles: true }));
}

function asFragment(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  return url;
}

function placeOf(link) {
  const within = link.closest(".comment, .discussion");
  return within?.querySelector(":scope > [data-reply-place]");
}

function focusOn(element) {
  if (!element) return;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}

// Scripts that come with a form as text do not run; each module is wanted once.
function run(scripts) {
  const missing = [...scripts].filter(({ src }) => !document.querySelector(`[data-run="${src}"]`));
  const loads = missing.map(({ src }) => {
    const script = document.createElement("script");
    Object.assign(script, { type: "module", src });
    script.dataset.run = src;
    document.head.append(script);
    return new Promise((done) => {
      script.onload = script.onerror = done;
    });
  });
  return Promise.all(loads);
}

// What was typed so far goes along when another form is opened instead.
function takeTyped(form) {
  const typed = {};
  for (const name of ["name", "email", "body", "language", "agrees"]) {
    const field = form?.elements[name];
    if (field) typed[name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return typed;
}

function giveTyped(form, typed) {
  for (const [name, value] of Object.entries(typed)) {
    const field = form?.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

async function open(link, place) {
  const answer = await fetch(asFragment(link.href));
  if (!answer.ok) throw new Error(answer.status);
  const html = await answer.text();
  const other = document.querySelector("[data-reply-place] [data-comment-form]");
  const typed = takeTyped(other);
  other?.closest("[data-reply-form]").remove();
  place.innerHTML = html;
  const form = place.querySelector("form");
  giveTyped(form, typed);
  focusOn(form?.querySelector("input:not([type=hidden]), textarea") ?? place.firstElementChild);
  await run(place.querySelectorAll("script"));
  tell(form, "opened");
}

// Going to the form's own page would lose what is typed in another form, and offline leads nowhere.
function instead(link, place, error) {
  const typed = document.querySelector("[data-reply-place] textarea")?.value.trim();
  if (!typed && !(error instanceof TypeError)) return location.assign(link.href);
  const said = document.createElement("p");
  said.className = "notice notice-danger";
  said.setAttribute("role", "alert");
  place.replaceChildren(said);
  said.textContent = link.closest("[data-unopened]").dataset.unopened;
}

async function send(form, place, pressed) {
  const buttons = [...form.querySelectorAll("[type=submit]")];
  if (buttons[0].disabled) return; // it is on its way
  const fields = new FormData(form);
  if (pressed?.name) fields.append(pressed.name, pressed.value);
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (!answer.ok) throw new Error(answer.status);
    const html = await answer.text();
    if (answer.status === 201) {
      tell(form, "sent");
      place.replaceChildren();
      place.insertAdjacentHTML("beforebegin", html);
      focusOn(place.previousElementSibling);
      tell(place.previousElementSibling, "added");
    } else {
      place.innerHTML = html;
      focusOn(place.querySelector("[data-errors], [data-preview]"));
      tell(place.querySelector("form"), "opened");
    }
  } catch {
    for (const button of buttons) button.disabled = false;
    tell(form, "unsent");
  }
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-reply]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const place = placeOf(link);
  if (!place) return;
  event.preventDefault();
  const form = place.querySelector("form");
  if (form) {
    focusOn(form.querySelector("textarea"));
    tell(form, "opened");
  } else await open(link, place).catch((error) => instead(link, place, error));
});

// "In reply to" leads to that comment's own page, or to where it stands on this one.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-answers]");
  const answered = link && document.querySelector(link.hash);
  if (!answered || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  location.hash = link.hash;
  focusOn(answered);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-comment-form]");
  const place = form?.closest("[data-reply-place]");
  if (!place) return;
  event.preventDefault();
  send(form, place, event.submitter);
});

document.addEventListener("keydown", (event) => {
  const box = event.key === "Escape" && event.target.closest("[data-reply-place] [data-reply-form]");
  if (!box || box.querySelector("textarea")?.value.trim()) return;
  const link = box.closest(".comment, .discussion").querySelector("a[data-reply]");
  box.remove();
  link?.focus();
});
