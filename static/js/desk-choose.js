// Choosing many comments on the desk: all at once, and how many are chosen.
// While none is, the buttons for many are out of the way.

const page = document.querySelector("[data-desk]");
const all = page?.querySelector("[data-desk-choose-all]");

if (all) {
  all.addEventListener("click", (event) => {
    event.preventDefault();
    const rest = boxes().filter((box) => !box.checked);
    for (const box of rest.length ? rest : boxes()) box.checked = Boolean(rest.length);
    count();
  });
  page.addEventListener("change", count);
  page.addEventListener("desk:changed", count);
  count();
}

function boxes() {
  return [...page.querySelectorAll("[data-desk-choose]")];
}

function count() {
  const number = boxes().filter((box) => box.checked).length;
  const place = page.querySelector("[data-desk-chosen]");
  place.textContent = number ? place.dataset.words.replace("{number}", String(number)) : "";
  page.querySelector("[data-desk-bulk]").classList.toggle("desk-bulk-idle", number === 0);
}
