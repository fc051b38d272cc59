// Recommends a comment without leaving the page. Only for readers whom a hint cookie says to be
// known; for others, and without this module, the links lead to the page of acts.

const place = document.querySelector("[data-recommended]");
const links = [...document.querySelectorAll("a[data-recommend]")];

// The cookie as it is now: each fragment that finds none makes another, and the last one counts.
const token = () => /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
const session = document.querySelector("[data-session]");

function show(button, own, count) {
  button.setAttribute("aria-pressed", String(own));
  if (count !== undefined) button.querySelector("[data-count]").textContent = count;
}

function say(button, words) {
  const foot = button.parentElement;
  foot.nextElementSibling?.matches("[data-recommend-said]") && foot.nextElementSibling.remove();
  if (!words) return;
  const said = document.createElement("p");
  said.className = "comment-said";
  said.dataset.recommendSaid = "";
  said.setAttribute("role", "alert");
  foot.after(said);
  said.textContent = words;
}

async function press(button) {
  if (button.ariaBusy === "true") return; // it is on its way
  button.ariaBusy = "true";
  const wanted = button.getAttribute("aria-pressed") === "true" ? "no" : "yes";
  let words = "";
  try {
    if (session && !token()) await fetch(session.dataset.session); // whose answer brings one
    const answer = await fetch(button.dataset.address, {
      method: "POST",
      body: new URLSearchParams({ wanted, csrfmiddlewaretoken: token() }),
      headers: { Accept: "application/json" },
    });
    const result = await answer.json();
    if (answer.ok) show(button, result.own, result.count);
    else words = result.said;
  } catch {
    words = place.dataset.unsent;
  }
  say(button, words);
  button.ariaBusy = null;
}

function toButton(link, own) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.address = link.href;
  button.append(...link.childNodes);
  show(button, own);
  link.replaceWith(button);
  button.addEventListener("click", () => press(button));
}

if (links.length && /(^|; )(signed_in|guest_known)=/.test(document.cookie)) {
  const ids = links.map((link) => link.dataset.recommend).join(".");
  const answer = await fetch(`${place.dataset.recommended}?of=${ids}`);
  if (answer.status === 200) {
    const known = await answer.json();
    for (const link of links) toButton(link, known.own.includes(Number(link.dataset.recommend)));
  }
}
