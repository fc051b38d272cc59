// Shows who is signed in: asks only where the hint cookie says that somebody is. Where nobody is,
// the way to the sign-in leads back to this page.

const place = document.querySelector("[data-session]");
const signIn = document.querySelector("[data-sign-in]");
const hinted = document.cookie.split("; ").some((cookie) => cookie.startsWith("signed_in="));

if (signIn && !location.pathname.startsWith("/account/")) {
  const way = new URL(signIn.href);
  way.pathname = signIn.dataset.signIn;
  way.searchParams.set("next", location.pathname + location.search);
  signIn.href = way.href;
}

if (place && hinted) {
  const answer = await fetch(place.dataset.session, { headers: { Accept: "text/html" } });
  if (answer.status === 200) {
    place.innerHTML = await answer.text();
    const here = place.querySelector("[data-here]");
    if (here && !location.pathname.startsWith("/account/")) here.value = location.pathname;
    place.hidden = false;
    if (signIn) signIn.hidden = true;
  }
}
