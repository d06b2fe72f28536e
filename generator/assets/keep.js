/*
 * The buttons that put the role of this page on the shortlist, and its citation on the clipboard; they are there only where
 * scripts are. Material answers the second one.
 */
import { add, drop, keeps, whenChanged } from "./shortlist.js"

const button = document.querySelector("button[data-shortlist]")
const off = button?.textContent

const show = () => {
  button.textContent = keeps(button.dataset.shortlist) ? button.dataset.on : off
}

if (button) {
  button.addEventListener("click", () =>
    keeps(button.dataset.shortlist) ? drop(button.dataset.shortlist) : add({ slug: button.dataset.shortlist, title: button.dataset.title }),
  )
  whenChanged(show)
  show()
  button.hidden = false
}

const cite = document.querySelector(".cite[data-button]")
if (cite) {
  const copy = Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: cite.dataset.button })
  copy.dataset.clipboardTarget = ".cite p"
  cite.append(copy)
}
