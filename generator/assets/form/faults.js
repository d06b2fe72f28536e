/* How faults are shown. */
import { find, make, say } from "./elements.js"
import { shared } from "./shared.js"

/** Faults beside their fields, once a field was left or the form was sent, and all of them in the summary. */
export const paint = (found) => {
  for (const place of document.querySelectorAll("#role-form .form-error")) {
    const id = place.id.replace(/-error$/, "")
    const own = found.filter((fault) => fault.id === id && (shared.submitted || shared.touched.has(id)))
    const said = own.map(({ text }) => text).join("; ")
    if (said !== place.textContent && said) say(`${own[0].label}: ${said}`)
    if (said !== place.textContent) place.textContent = said
    place.classList.toggle("form-soft", own.every(({ soft }) => soft))
    const control = find(id)
    if (control?.matches("input, select, textarea")) control.setAttribute("aria-invalid", String(own.some(({ soft }) => !soft)))
  }
  const summary = find("form-summary")
  const hard = found.filter(({ soft }) => !soft)
  summary.hidden = !shared.submitted || !found.length
  find("form-summary-title").textContent = hard.length
    ? `${hard.length} ${hard.length === 1 ? "thing is" : "things are"} missing or wrong`
    : "Nothing is wrong, but look at this"
  const links = found.map(({ id, label, text, soft }) => {
    const link = make("a", { href: `#${id}` }, `${label}: ${text}`)
    link.addEventListener("click", (event) => {
      event.preventDefault()
      for (let inside = find(id).closest("details"); inside; inside = inside.parentElement.closest("details")) inside.open = true
      find(id).focus()
    })
    return make("li", { className: soft ? "form-soft" : "" }, link)
  })
  summary.querySelector("ul").replaceChildren(...links)
}
