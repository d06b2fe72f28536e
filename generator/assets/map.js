/*
 * The map: buttons that make it larger and smaller, and one role's steps shown before all others.
 *
 * Without it the map scrolls, and every box is a link. A role is picked by the list above the map, by keyboard focus or
 * by the pointer on its box; the one from the list lives in the address.
 */

const map = document.querySelector(".map")
const pane = map.querySelector(".map__pane")
const drawing = map.querySelector("svg.drawing")
const tools = map.querySelector(".map__tools")
const list = tools.querySelector("select")
const boxes = new Map([...drawing.querySelectorAll(".box")].map((box) => [box.dataset.role, box]))
const moves = [...drawing.querySelectorAll(".move")]
const [width, height] = [drawing.viewBox.baseVal.width, drawing.viewBox.baseVal.height]
const SMALLEST = 0.2
const LARGEST = 3
let scale = 1

/** Shows the map at a scale; what was in the middle of the pane stays there. */
const zoom = (wanted) => {
  const next = Math.min(LARGEST, Math.max(SMALLEST, wanted))
  const [x, y] = [(pane.scrollLeft + pane.clientWidth / 2) / scale, (pane.scrollTop + pane.clientHeight / 2) / scale]
  scale = next
  drawing.setAttribute("width", width * scale)
  drawing.setAttribute("height", height * scale)
  pane.scrollTo(x * scale - pane.clientWidth / 2, y * scale - pane.clientHeight / 2)
}

/** Shows a role, its steps and their other ends before all others; with none, everything alike. */
const pick = (slug) => {
  for (const part of [...boxes.values(), ...moves]) part.classList.remove("is-near", "is-picked")
  map.classList.toggle("map--picked", boxes.has(slug))
  if (!boxes.has(slug)) return
  boxes.get(slug).classList.add("is-near", "is-picked")
  for (const move of moves) {
    const { from, to } = move.dataset
    if (from !== slug && to !== slug) continue
    for (const part of [move, boxes.get(from), boxes.get(to)]) part.classList.add("is-near")
  }
}

const middle = (slug) => {
  const box = boxes.get(slug)?.querySelector("rect")
  if (!box) return
  const [x, y] = ["x", "y"].map((side) => (Number(box.getAttribute(side)) + 40) * scale)
  pane.scrollTo(x - pane.clientWidth / 3, y - pane.clientHeight / 2)
}

const recall = () => {
  const slug = new URLSearchParams(location.search).get("role") ?? ""
  list.value = boxes.has(slug) ? slug : ""
  pick(list.value)
  middle(list.value)
}

const named = [...boxes].map(([slug, box]) => [box.querySelector("text").textContent.trim(), slug])
list.append(...named.sort().map(([title, slug]) => new Option(title, slug)))
list.addEventListener("change", () => {
  history.pushState(null, "", `${location.pathname}${list.value ? `?role=${list.value}` : ""}`)
  recall()
})
for (const [slug, box] of boxes) {
  for (const event of ["pointerenter", "focus"]) box.addEventListener(event, () => pick(slug))
  for (const event of ["pointerleave", "blur"]) box.addEventListener(event, () => pick(list.value))
}
tools.addEventListener("click", (event) => {
  const step = event.target.dataset?.zoom
  if (step === "fit") zoom(Math.min(1, pane.clientWidth / width))
  else if (step) zoom(scale * (step === "in" ? 1.25 : 0.8))
})
window.addEventListener("popstate", recall)
tools.hidden = false
recall()
