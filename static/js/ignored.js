// Folds the comments of those whom the reader ignores: asks only where the hint cookie says that
// somebody is signed in. What folds can be opened; answers stay as they are.

const place = document.querySelector("[data-ignored-here]");
const signedIn = document.cookie.split("; ").some((cookie) => cookie.startsWith("signed_in="));

function fold(comment, words) {
  const said = document.createElement("p");
  const show = document.createElement("button");
  said.className = "comment-ignored";
  show.type = "button";
  show.textContent = words.show;
  said.append(words.said, " ", show);
  comment.classList.add("is-ignored");
  comment.querySelector(".comment-body").before(said);
  show.addEventListener("click", () => {
    comment.classList.remove("is-ignored");
    said.remove();
    comment.focus();
  });
}

async function foldIgnored() {
  const shown = [...document.querySelectorAll("article.comment[id^=comment-]:not(.is-tombstone)")];
  const ids = shown.map((comment) => comment.id.slice("comment-".length));
  if (!ids.length) return;
  const answer = await fetch(`${place.dataset.ignoredHere}&comments=${ids.join(".")}`);
  if (answer.status !== 200) return;
  const words = await answer.json();
  for (const id of words.comments) {
    const comment = document.getElementById(`comment-${id}`);
    if (!comment.classList.contains("is-ignored")) fold(comment, words);
  }
}

if (place && signedIn) {
  document.addEventListener("comments:added", foldIgnored);
  await foldIgnored();
}
