// Shows who is signed in: asks only where the hint cookie says that somebody is.

const place = document.querySelector("[data-session]");
const hinted = document.cookie.split("; ").some((cookie) => cookie.startsWith("signed_in="));

if (place && hinted) {
  const answer = await fetch(place.dataset.session, { headers: { Accept: "text/html" } });
  if (answer.status === 200) {
    place.innerHTML = await answer.text();
    const here = place.querySelector("[data-here]");
    if (here) here.value = location.pathname;
    place.hidden = false;
  }
}
