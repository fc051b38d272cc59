/* Choose a photo's focal point by pointing at it, and show what cards will take of the photo. */

const frame = document.querySelector("[data-focal-point]")
const across = document.querySelector("#id_focal_x")
const down = document.querySelector("#id_focal_y")

const fraction = (value) => Math.min(1, Math.max(0, value))

function point(event) {
  const box = frame.getBoundingClientRect()
  across.value = fraction((event.clientX - box.left) / box.width).toFixed(2)
  down.value = fraction((event.clientY - box.top) / box.height).toFixed(2)
  draw()
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
