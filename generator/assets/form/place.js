/* Where the file of a new role goes. */
import { make } from "./elements.js"
import { choice, text } from "./fields.js"
import { slugPattern } from "./rules.js"
import { shared } from "./shared.js"

/** Where a new role's file goes: its family and its name. */
export const place = () => {
  const options = Object.keys(shared.book.words.family)
  const family = choice({
    part: { enum: options, description: "The folder that the role belongs to." },
    name: "family",
    label: "Family",
    required: true,
  })
  const pattern = slugPattern()
  const name = text({
    part: { maxLength: 80, pattern, description: "The file's name and the page's address: small letters, digits and hyphens. Made from the title unless you type one." },
    name: "file",
    label: "Short name",
    required: true,
    example: "lamp-trimmer",
  })
  let own = false
  name.focus.addEventListener("input", () => (own = name.focus.value !== ""))
  return {
    element: make("div", {}, family.element, name.element),
    typed: () => own,
    suggest: (slug) => name.write(slug),
    read: () => ({ family: family.read() ?? "", slug: name.read() ?? "", own }),
    write: (value) => {
      family.write(value?.family)
      name.write(value?.slug)
      own = Boolean(value?.own)
    },
    check: (add) => {
      family.check(add)
      name.check(add)
      if (shared.book.taken.includes(name.read())) add({ id: name.focus.id, label: "Short name", text: "another page has this name: choose one of its own" })
    },
  }
}
