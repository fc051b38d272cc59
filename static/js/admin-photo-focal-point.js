/* Choose a photo's focal point by pointing or with arrow keys, and show what cards will take. */

const frame = document.querySelector("[data-focal-point]")
const across = document.querySelector("#id_focal_x")
const down = document.querySelector("#id_focal_y")

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const fraction = (value) => Math.min(1, Math.max(0, value))

function move(x, y) {
  across.value = fraction(x).toFixed(2)
  down.value = fraction(y).toFixed(2)
  draw()
}

function point(event) {
  const box = frame.getBoundingClientRect()
  move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
}

function step(event) {
  const way = STEPS[event.key]
  if (!way) return
  event.preventDefault()
  const far = event.shiftKey ? 0.1 : 0.01
  move(Number(across.value) + way[0] * far, Number(down.value) + way[1] * far)
}

/* The same sums as card_box in articles/photos/renditions.py. */
function draw() {
  const drawing = frame.querySelector("svg")
  const { width, height } = drawing.viewBox.baseVal
  const x = fraction(Number(across.value)) * width
  const y = fraction(Number(down.value)) * height
  const cardWidth = Math.min(width, (height * 3) / 2)
  const cardHeight = Math.min(height, (width * 2) / 3)
  const left = Math.min(Math.max(0, x - cardWidth / 2), width - cardWidth)
  const top = Math.min(Math.max(0, y - cardHeight / 2), height - cardHeight)
  drawing.querySelector("circle").setAttribute("cx", x)
  drawing.querySelector("circle").setAttribute("cy", y)
  drawing
    .querySelector("path")
    .setAttribute(
      "d",
      `M0 0H${width}V${height}H0ZM${left} ${top}h${cardWidth}v${cardHeight}h${-cardWidth}Z`,
    )
}

if (frame && across && down) {
  frame.classList.add("is-pointable")
  frame.tabIndex = 0
  frame.addEventListener("keydown", step)
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    frame.setPointerCapture(event.pointerId)
    point(event)
  })
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) point(event)
  })
  across.addEventListener("input", draw)
  down.addEventListener("input", draw)
}
