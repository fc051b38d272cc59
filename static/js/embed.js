// Puts another site's player in the place of its card when a reader asks for it, and not before.
// Without this module the card is a link to where it plays.

const ALLOWED = "autoplay; encrypted-media; fullscreen; picture-in-picture";
const SANDBOX =
  "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function play(embed) {
  const frame = document.createElement("iframe");
  frame.className = "embed-frame";
  frame.title = embed.querySelector("[data-embed-title]").textContent;
  frame.allow = ALLOWED;
  frame.setAttribute("sandbox", SANDBOX);
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // some play for nobody without it
  frame.src = embed.dataset.embed;
  embed.querySelector("[data-embed-card]").replaceWith(frame);
  frame.focus();
}

for (const embed of document.querySelectorAll("[data-embed]")) {
  const offer = embed.querySelector("[data-embed-play]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => play(embed));
}
