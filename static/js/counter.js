// Counts down the characters of a comment as a reader counts them: an emoji family is one.

const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const NEAR = 50; // characters left from which it is spoken as well, every tenth

function characters(text) {
  const written = text.normalize("NFC").trim();
  return segmenter ? [...segmenter.segment(written)].length : [...written].length;
}

function count(area) {
  const shown = document.querySelector(`[data-counter-of="${area.id}"]`);
  const said = document.querySelector(`[data-counter-said="${area.id}"]`);
  if (!shown) return;
  const left = Number(area.dataset.counts) - characters(area.value);
  const sentence = left < 0 ? shown.dataset.over : shown.dataset.left;
  shown.textContent = sentence.replace("[number]", numbers.format(Math.abs(left)));
  shown.classList.toggle("is-over", left < 0);
  shown.hidden = false;
  if (said && left <= NEAR && left % 10 === 0) said.textContent = shown.textContent;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-counts]")) count(event.target);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-counts]")) count(event.target);
});
document.addEventListener("comment:opened", (event) => {
  event.target.querySelectorAll("[data-counts]").forEach(count);
});
document.querySelectorAll("[data-counts]").forEach(count);
