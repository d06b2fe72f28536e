/*
 * Shows the source of a claim beside its number, for a pointer that rests on it and for the keyboard; a touch follows the
 * link to the list of sources, as without this script. The note stays while the pointer is on it or on the number, or the
 * number has the focus, and Escape puts it away.
 */
const REST = 250
const note = document.createElement("div")
note.className = "note"
note.id = "note"
note.setAttribute("role", "tooltip")
note.setAttribute("popover", "manual")

let shown = null
let waiting

const reference = (target) => target.closest?.('.md-content a[href^="#fn:"]')

const hide = () => {
  clearTimeout(waiting)
  if (!shown) return
  shown.removeAttribute("aria-describedby")
  shown = null
  note.hidePopover?.()
  note.remove()
}

/** Beneath the number, or above it where there is more room, and within the page. */
const place = () => {
  const { left, top, bottom } = shown.getBoundingClientRect()
  const { width, height } = note.getBoundingClientRect()
  const page = document.documentElement.clientWidth
  const above = bottom + height + 8 > innerHeight && top > height + 8
  note.style.left = `${Math.max(12, Math.min(left - 12, page - width - 12)) + scrollX}px`
  note.style.top = `${(above ? top - height - 2 : bottom + 2) + scrollY}px`
}

const show = (link) => {
  clearTimeout(waiting)
  if (link === shown) return
  const source = document.getElementById(decodeURIComponent(link.hash.slice(1)))
  if (!source) return
  hide()
  note.replaceChildren(...source.cloneNode(true).childNodes)
  for (const back of note.querySelectorAll('a[href^="#fnref"]')) back.remove()
  for (const named of note.querySelectorAll("[id]")) named.removeAttribute("id")
  shown = link
  link.closest(".md-typeset").append(note)
  note.showPopover?.()
  link.setAttribute("aria-describedby", note.id)
  place()
}

const later = (work) => {
  clearTimeout(waiting)
  waiting = setTimeout(work, REST)
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return
  const link = reference(target)
  if (link) later(() => show(link))
  else if (note.contains(target)) clearTimeout(waiting)
  else if (document.activeElement === shown) clearTimeout(waiting)
  else later(hide)
})
document.addEventListener("focusin", ({ target }) => {
  const link = reference(target)
  if (link?.matches(":focus-visible")) show(link)
  else if (!note.contains(target)) hide()
})
document.addEventListener("focusout", () => later(() => !note.matches(":hover") && reference(document.activeElement) !== shown && hide()))
document.addEventListener("keydown", ({ key }) => key === "Escape" && hide())
document.addEventListener("click", ({ target }) => !note.contains(target) && hide())
