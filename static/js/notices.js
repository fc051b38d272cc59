// Marks the notices on the page as read once somebody looks at it: pages are also fetched ahead.

const form = document.querySelector("[data-notices-read]");

async function markRead() {
  if (document.visibilityState !== "visible" || document.prerendering) return;
  document.removeEventListener("visibilitychange", markRead);
  const body = new FormData(form);
  // The way back to the list, which a browser without script takes, is not followed.
  const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
  if (answer.type === "opaqueredirect") form.hidden = true;
}

if (form) {
  document.addEventListener("visibilitychange", markRead);
  document.addEventListener("prerenderingchange", markRead);
  markRead().catch(() => {}); // the button is still there
}
