/* After a form was refused: the first field with an error comes into view, with the focus in it. */

const AFTER_RESTORING = 400 // milliseconds: the content editor scrolls to where the page stood

const errors = document.querySelector("form .errorlist:not(.nonfield)")
const row = errors?.closest(".form-row, tr, .inline-related")

if (row) {
  setTimeout(() => {
    row.scrollIntoView({ block: "center" })
    row.querySelector("input:not([type=hidden]), textarea, select, .ProseMirror")?.focus()
  }, AFTER_RESTORING)
}
