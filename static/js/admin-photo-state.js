/* While a photo's sizes are being made, fetch how far they are every two seconds. */

const PAUSE = 2000
const TRIES = 300 // ten minutes; a worker that is down should not be asked after for ever

async function follow(panel) {
  for (let tries = 0; tries < TRIES && panel && !("settled" in panel.dataset); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    if (document.hidden) continue
    const answer = await fetch(panel.dataset.photoState).catch(() => null)
    if (answer === null) continue
    if (!answer.ok || answer.redirected) return
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = parsed.querySelector("[data-photo-state]")
    if (fresh === null) return
    if (fresh.outerHTML !== panel.outerHTML) panel.replaceWith(fresh)
    panel = document.querySelector("[data-photo-state]")
  }
}

follow(document.querySelector("[data-photo-state]"))
