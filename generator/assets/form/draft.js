/* What is kept of unfinished work. */
import { find } from "./elements.js"

/** What is kept of unfinished work, in this browser and for this form alone. */
export const draftOf = (present) => {
  const key = `rolebook-draft:${location.pathname}:${present?.slug ?? ""}`
  const attempt = (work) => {
    try {
      return work(localStorage)
    } catch {
      find("form-draft").textContent = "This browser keeps no drafts: copy or download the file before you leave."
      return null
    }
  }
  return {
    read: () => attempt((kept) => JSON.parse(kept.getItem(key) ?? "null")),
    keep: (value) => attempt((kept) => kept.setItem(key, JSON.stringify(value))),
    clear: () => attempt((kept) => kept.removeItem(key)),
  }
}
