/* Under each field that chooses a photo: the photo, its own caption and alternative text. */

const address = document.querySelector("[data-photo-peek]")?.dataset.photoPeek
const isPhotoField = (element) => element.matches("select[name$=photo]")

async function peekAt(select) {
  const place = select.closest(".flex-container") ?? select.closest(".related-widget-wrapper")
  const chosen = select.value
  const answer = chosen && (await fetch(address.replace("/0/", `/${encodeURIComponent(chosen)}/`)))
  if (select.value !== chosen) return // chosen anew meanwhile
  place.parentElement.querySelector(":scope > .photo-peek")?.remove()
  if (!answer?.ok) return
  const peek = document.createElement("div")
  peek.className = "photo-peek"
  place.after(peek)
  peek.innerHTML = await answer.text()
}

if (address) {
  for (const select of document.querySelectorAll("select[name$=photo]")) {
    if (!select.name.includes("__prefix__")) peekAt(select)
  }
  // Select2 and Django's windows announce a change through jQuery only.
  window.django.jQuery(document).on("change", "select", (event) => {
    if (isPhotoField(event.target)) peekAt(event.target)
  })
}
