/* The button that puts the role of this page on the shortlist; it is there only where scripts are. */
import { add, drop, keeps, whenChanged } from "./shortlist.js"

const button = document.querySelector("button[data-shortlist]")

const show = () => {
  button.textContent = keeps(button.dataset.shortlist) ? button.dataset.on : button.dataset.off
}

if (button) {
  button.addEventListener("click", () =>
    keeps(button.dataset.shortlist) ? drop(button.dataset.shortlist) : add({ slug: button.dataset.shortlist, title: button.dataset.title }),
  )
  whenChanged(show)
  show()
  button.hidden = false
}
