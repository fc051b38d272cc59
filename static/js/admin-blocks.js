/* Blocks of an article's body by keyboard: buttons that add, move, remove and put back.

   django-content-editor orders blocks with the CSS property `order` and offers only a mouse for
   it. Here the elements themselves are put in that order too, so that Tab goes through the text
   as it reads. A removed block stays in the form with its DELETE field set: Django's own removal
   renumbers a formset by the order of its elements, which no longer is the order of its forms. */

const news = document.querySelector("[data-block-news]")
const template = (name) => document.querySelector(`template[data-block-${name}]`)

const machine = () => document.querySelector(".order-machine")
const blockOf = (element) => element.closest(".order-machine > .inline-related")

function blocksInOrder() {
  const blocks = machine().querySelectorAll(":scope > .inline-related:not(.empty-form)")
  return [...blocks].sort((one, other) => one.style.order - other.style.order)
}

function nameOf(block) {
  const kind = block.querySelector(":scope > h3 > b")
  return kind ? kind.textContent.replace(/:\s*$/, "") : ""
}

function words(sentence, block) {
  const blocks = blocksInOrder()
  return news.dataset[sentence]
    .replace("{block}", nameOf(block))
    .replace("{place}", blocks.indexOf(block) + 1)
    .replace("{count}", blocks.length)
}

function say(sentence, block) {
  news.textContent = words(sentence, block)
}

/* Number blocks 10, 20, 30 in the order given, and put their elements in it. */
function arrange(blocks) {
  const focused = document.activeElement
  let next = machine().querySelector(":scope > .empty-form")
  blocks.forEach((block, index) => {
    const ordering = (index + 1) * 10
    block.style.order = ordering
    block.querySelector(".order-machine-ordering").value = ordering
  })
  for (const block of [...blocks].reverse()) {
    if (block.nextElementSibling !== next) machine().insertBefore(block, next)
    next = block
  }
  for (const block of blocks) block.setAttribute("aria-label", words("label", block))
  if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true })
}

function move(block, step) {
  const blocks = blocksInOrder()
  const place = blocks.indexOf(block)
  if (!blocks[place + step]) {
    say(step < 0 ? "first" : "last", block)
    return
  }
  blocks.splice(place, 1)
  blocks.splice(place + step, 0, block)
  arrange(blocks)
  block.scrollIntoView({ block: "nearest" })
  say("moved", block)
}

/* Saved blocks have a checkbox for their removal, new ones get a field of the same name. */
function mark(block, removed) {
  const checkbox = block.querySelector(":scope > h3 .delete input[type=checkbox]")
  if (checkbox) {
    if (checkbox.checked !== removed) checkbox.click()
  } else if (removed) {
    const field = document.createElement("input")
    field.type = "hidden"
    field.name = `${block.id}-DELETE`
    field.value = "on"
    block.append(field)
  } else {
    block.querySelector(`:scope > input[name="${block.id}-DELETE"]`)?.remove()
  }
  block.classList.toggle("for-deletion", removed)
  for (const name of ["up", "down", "remove"]) {
    block.querySelector(`[data-block-${name}]`).hidden = removed
  }
  const restore = block.querySelector("[data-block-restore]")
  restore.hidden = !removed
  const target = removed ? restore : block.querySelector("[data-block-remove]")
  target.focus()
  say(removed ? "removed" : "restored", block)
}

const FIELDS = [
  ".ProseMirror[contenteditable]",
  ".select2-selection",
  "fieldset input:not([type=hidden])",
  "fieldset textarea",
].join()

let insertBefore = null
let waitsForItsEditor = null // a new text, whose editor is loaded after it

function focusInto(block) {
  const fields = block.querySelectorAll(FIELDS)
  const shown = [...fields].find((field) => field.offsetParent) // the editor hides its textarea
  shown?.focus()
}

function add(button) {
  insertBefore = blockOf(button)
  button.closest("details")?.removeAttribute("open")
  window.ContentEditor.addContent(button.dataset.blockAdd)
}

function equip(block) {
  if (block.querySelector(":scope > .block-tools")) return
  block.setAttribute("role", "group")
  const adder = template("adder")
  if (adder) block.prepend(adder.content.cloneNode(true))
  const heading = block.querySelector(":scope > h3")
  heading.after(template("tools").content.cloneNode(true))
}

function settleNew(block) {
  equip(block)
  const blocks = blocksInOrder().filter((other) => other !== block)
  const place = insertBefore ? blocks.indexOf(insertBefore) : blocks.length
  blocks.splice(place, 0, block)
  insertBefore = null
  arrange(blocks)
  say("added", block)
  waitsForItsEditor = block
  focusInto(block)
}

/* The editor of a text hides the textarea that the label names. */
function nameEditor(textarea) {
  const words = textarea.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]")
  const label = textarea.labels[0]
  if (words && label) words.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""))
}

const actions = {
  "[data-block-up]": (button) => move(blockOf(button), -1),
  "[data-block-down]": (button) => move(blockOf(button), 1),
  "[data-block-remove]": (button) => mark(blockOf(button), true),
  "[data-block-restore]": (button) => mark(blockOf(button), false),
  "[data-block-add]": add,
}

function start() {
  if (!window.ContentEditor.allowChange) return
  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(actions)) {
      const button = event.target.closest(selector)
      if (button) act(button)
    }
  })
  document.addEventListener("formset:added", (event) => {
    if (blockOf(event.target)) settleNew(event.target)
  })
  document.addEventListener("prose-editor:ready", (event) => {
    nameEditor(event.detail.textarea)
    const block = blockOf(event.detail.textarea)
    if (block && block === waitsForItsEditor) focusInto(block)
  })
  // A block dragged by mouse has only changed its CSS order.
  machine().addEventListener("dragend", () => arrange(blocksInOrder()))
  // Out of the text editor without Tab, which moves list items there.
  machine().addEventListener("keydown", (event) => {
    const text = event.key === "Escape" && event.target.closest(".ProseMirror")
    if (text) blockOf(text).querySelector("[data-block-up]").focus()
  })
  for (const textarea of machine().querySelectorAll(".prose-editor textarea")) nameEditor(textarea)
  for (const block of blocksInOrder()) equip(block)
  arrange(blocksInOrder())
  const end = template("end")
  if (end) machine().after(end.content.cloneNode(true))
}

if (news) {
  if (machine()) start()
  else document.addEventListener("content-editor:ready", start, { once: true })
}
