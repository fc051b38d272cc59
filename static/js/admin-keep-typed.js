/* Keeps what somebody has typed into a form of the newsroom from being lost.

   Before the form goes out the server is asked whether it is there and still knows who is signed
   in: a form sent without either is answered by a page that has nothing of it. And whoever leaves
   the page with something typed is asked first. */

const said = document.querySelector("[data-keep-typed]")
const form = said?.closest("form")
let typed = Boolean(form?.querySelector(".errornote")) // what was refused is not saved either
let asking = false
let going = false

function say(sentence) {
  said.textContent = sentence
  said.hidden = !sentence
}

async function problem() {
  try {
    const answer = await fetch(said.dataset.keepTyped, { cache: "no-store" })
    if (answer.status === 204) return said.dataset.signedOut
    return answer.ok ? "" : said.dataset.offline
  } catch {
    return said.dataset.offline
  }
}

/* Whoever signed in anew meanwhile has a new token, which this form does not know. */
function renewToken() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))
  if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice("csrftoken=".length)
}

async function send(event) {
  if (going) return
  event.preventDefault()
  if (asking) return
  asking = true
  const sentence = await problem()
  asking = false
  say(sentence)
  if (sentence) return
  renewToken()
  going = true
  form.requestSubmit(event.submitter)
}

if (form) {
  const note = () => {
    // What the page itself fills in while it opens is nothing that anybody typed.
    if (navigator.userActivation?.hasBeenActive ?? true) typed = true
  }
  form.addEventListener("input", note)
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-block-up], [data-block-down], [data-block-remove]")) note()
  })
  document.addEventListener("formset:added", note)
  window.django.jQuery(form).on("change", note) // Select2 tells nobody else
  form.addEventListener("submit", send)
  window.addEventListener("beforeunload", (event) => {
    if (typed && !going) event.preventDefault()
  })
}
