/* The button that publishes says so when it will do it at the time in the form, not now. */

const button = document.querySelector("[data-publish-button]")
const fields = ["id_publish_at_0", "id_publish_at_1"].map((id) => document.getElementById(id))

if (button && fields.every(Boolean)) {
  const now = button.textContent
  const show = () => {
    const timed = fields.some((field) => field.value.trim())
    button.textContent = timed ? button.dataset.withTime : now
  }
  for (const field of fields) {
    field.addEventListener("input", show)
    field.addEventListener("focus", show) // after Django's calendar, which fires no event, filled it
  }
  document.addEventListener("click", () => setTimeout(show))
  show()
}
