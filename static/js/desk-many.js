// How far an act on many comments is: asked again every second until it has ended. Pages without
// scripts ask for themselves by a refresh. Whoever is on a button stays on it.

const EVERY = 1000; // milliseconds
const PATIENCE = 10; // failures in a row, after which the link "Look again" remains
const place = document.querySelector("[data-many-goes-on]");
let failed = 0;

if (place) setTimeout(look, EVERY);

async function look() {
  try {
    const response = await fetch(place.dataset.many, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const answer = await response.json();
    failed = 0;
    put(answer.html);
    if (!answer.goes_on) return;
  } catch {
    failed += 1;
  }
  if (failed < PATIENCE) setTimeout(look, EVERY * (failed + 1));
}

function put(html) {
  const was = document.activeElement?.closest("form, a")?.getAttribute("action");
  place.innerHTML = html;
  if (was) place.querySelector(`form[action="${CSS.escape(was)}"] button`)?.focus();
}
