// Quotes in the form of a comment: the passage that is selected when Reply is pressed, or what is
// selected when Quote is; with nothing selected, the comment that is answered.

const FROM = ".comment-body, .body";
const MOST = 500; // characters of a passage
let selectedBefore = ""; // pressing a button may end the selection
let passage = ""; // waits for its form

// The own words of a part of the page as lines: neither quotations nor pictures in it.
function linesOf(part) {
  for (const other of part.querySelectorAll("blockquote, figure")) other.remove();
  for (const end of part.querySelectorAll("br")) end.replaceWith("\v");
  for (const block of part.querySelectorAll("p, li, h2, h3")) block.append("\v\v");
  const text = part.textContent.replace(/[^\S\v]+/g, " ").replace(/ ?\v ?/g, "\n");
  const lines = text.replace(/\n{3,}/g, "\n\n").trim();
  return lines.length > MOST ? `${lines.slice(0, lines.lastIndexOf(" ", MOST))} …` : lines;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element.closest(FROM) ? linesOf(range.cloneContents()) : "";
}

function answered(form) {
  const text =
    form.closest(".comment")?.querySelector(":scope > .comment-body") ??
    document.querySelector(".reply-answered .comment-body");
  return text ? linesOf(text.cloneNode(true)) : "";
}

function insert(area, words) {
  const lines = words.split("\n").map((line) => `> ${line}`.trim());
  const lead = /(^|\n)$/.test(area.value.slice(0, area.selectionStart)) ? "" : "\n\n";
  const { selectionStart: start, selectionEnd: end } = area;
  area.setRangeText(`${lead}${lines.join("\n")}\n\n`, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

const PRESSED = "a[data-reply], [data-quote]";
addEventListener(
  "pointerdown",
  (event) => {
    selectedBefore = event.target.closest(PRESSED) ? selected() : "";
  },
  true,
);
addEventListener(
  "click",
  (event) => {
    const pressed = event.target.closest(PRESSED);
    if (!pressed) return;
    const words = selectedBefore || selected();
    if (pressed.matches("a")) passage = words;
    else insert(pressed.form.elements.body, words || answered(pressed.form));
  },
  true,
);
// Heard at the window: by then a draft, if there was one, is back in the form.
addEventListener("comment:opened", (event) => {
  const area = event.target.elements.body;
  if (area && passage) insert(area, passage);
  passage = "";
});
for (const button of document.querySelectorAll("[data-quote]")) button.hidden = false;
