/* Parts of the form with several values: records, and rows that can be added and removed. */
import { described, errorOf, helpOf, make, mark, newId, say, titled } from "./elements.js"
import { choice, terms, text, truth } from "./fields.js"
import { resolve, slugPattern } from "./rules.js"
import { shared } from "./shared.js"

/** The node for one part of the schema. */
const node = (raw, name, label, required, example) => {
  const part = resolve(raw)
  const given = { part, name, label, required, example: example ?? part.examples?.[0] }
  if (part.enum) return choice(given)
  if (part.word === "role-slug") return text({ ...given, options: "form-roles", pattern: slugPattern() })
  if (part.word === "source-id") return text({ ...given, options: "form-sources", pattern: slugPattern() })
  if (part.anyOf) return terms(given)
  if (part.type === "array") return list(given)
  if (part.type === "boolean") return truth(given)
  if (part.type === "object" && part.properties) return required ? record(given) : optional(given)
  if (part.type === "object") return mapping(given)
  return text(given)
}

export const record = ({ part, name, label, required, bare }) => {
  const id = newId()
  const inner = Object.entries(part.properties).map(([key, value]) => [key, node(value, key, titled(key), (part.required ?? []).includes(key))])
  const read = () => {
    const found = inner.map(([key, one]) => [key, one.read()]).filter(([, value]) => value !== undefined)
    return found.length ? Object.fromEntries(found) : undefined
  }
  const elements = inner.map(([, one]) => one.element)
  const shown = bare
    ? make("div", {}, ...elements, errorOf(id))
    : make("fieldset", { id, tabIndex: -1, ...described(id) }, make("legend", {}, label, mark(required)), helpOf(id, part.description), ...elements, errorOf(id))
  if (bare) Object.assign(shown, { id, tabIndex: -1 })
  return {
    element: shown,
    focus: inner[0]?.[1].focus,
    read,
    write: (value) => inner.forEach(([key, one]) => one.write(value?.[key])),
    check: (add) => {
      const value = read()
      if (value === undefined && !required) return
      inner.forEach(([, one]) => one.check(add))
      if (value?.low > value?.high) add({ id, label, text: "the low figure is above the high one" })
      if (name === "role") checkStatus(value ?? {}, (text) => add({ id, label: "Status", text }))
    },
  }
}

const checkStatus = (value, add) => {
  const retired = value.status === "retired"
  if (retired && !value["replaced-by"]) add("a retired role names the role that took its place")
  if (!retired && value["replaced-by"]) add("only a retired role has another in its place")
}

/** Rows that can be added and removed; `most` bounds their number, and `build` makes the node of one row. */
const rows = (given, build, most = Infinity) => {
  const { part, name, label, required } = given
  const id = newId()
  const least = required ? (part.minItems ?? (part.type === "object" ? 1 : 0)) : 0
  const entries = []
  const holder = make("ol", { className: "form-rows" })
  const button = make("button", { type: "button", className: "form-add" }, most === 1 ? "Add it" : "Add an entry", make("span", { className: "form-hidden" }, `: ${label}`))
  const settle = () => {
    entries.forEach(({ remove, inner, tell }, index) => {
      remove.setAttribute("aria-label", most === 1 ? `Remove ${label}` : `Remove entry ${index + 1} of ${label}`)
      inner.rename?.(`${label}, entry ${index + 1}`)
      tell?.(index)
    })
    button.hidden = entries.length >= most
  }
  const add = (value) => {
    const inner = build()
    const remove = make("button", { type: "button", className: "form-remove" }, "Remove")
    const folds = !inner.rename && most > 1
    const summary = make("summary", {})
    const shown = folds ? make("details", { open: value === undefined }, summary, inner.element, remove) : inner.element
    const tell = folds ? (index) => (summary.textContent = `${label}, entry ${index + 1}${gistOf(inner.read())}`) : undefined
    const entry = { inner, remove, tell, row: make("li", { className: inner.rename ? "form-row" : "" }, shown, folds ? "" : remove) }
    if (folds) shown.addEventListener("toggle", () => tell(entries.indexOf(entry)))
    remove.addEventListener("click", () => {
      const index = entries.indexOf(entry)
      entries.splice(index, 1)
      entry.row.remove()
      settle()
      ;(entries[Math.min(index, entries.length - 1)]?.remove ?? button).focus()
      shared.touched.add(id)
      say(`Removed. ${entries.length} left in ${label}.`)
      shared.changed()
    })
    if (value !== undefined) inner.write(value)
    entries.push(entry)
    holder.append(entry.row)
    settle()
    return inner
  }
  button.addEventListener("click", () => {
    add().focus?.focus()
    say(`Added an entry to ${label}.`)
    shared.changed()
  })
  const fill = (values) => {
    entries.splice(0).forEach(({ row }) => row.remove())
    values.forEach(add)
    while (entries.length < least) add()
    settle()
  }
  fill([])
  const filled = () => entries.filter(({ inner }) => inner.read() !== undefined)
  return {
    element: make(
      "fieldset",
      { id, tabIndex: -1, ...described(id) },
      make("legend", {}, label, mark(required)),
      helpOf(id, part.description),
      holder,
      button,
      errorOf(id),
    ),
    focus: button,
    values: () => filled().map(({ inner }) => inner.read()),
    fill,
    check: (add) => {
      filled().forEach(({ inner }) => inner.check(add))
      const has = filled().length
      if (has < least) add({ id, label, text: `${has} of at least ${least} ${least === 1 ? "entry" : "entries"}` })
      const named = filled().map(({ inner }) => inner.read().role)
      const twice = named.find((slug, index) => slug && named.indexOf(slug) < index)
      if (twice && name !== "sources") add({ id, label, text: `${twice} stands twice: join the two entries` })
    },
  }
}

/** The first words of a record, by which a folded one is known. */
const gistOf = (value) => {
  const words = (inner) => (typeof inner === "object" ? Object.values(inner).flatMap(words) : [String(inner)])
  const found = value === undefined ? [] : words(value)
  const gist = found.slice(0, 3).join(" · ")
  return gist && `: ${gist.length > 90 ? `${gist.slice(0, 90)}…` : gist}`
}

const list = (given) => {
  const { part, name, label, example } = given
  const inner = resolve(part.items)
  const build = () => {
    if (inner.properties) return record({ part: inner, name: `${name}[]`, label, bare: true })
    const made = node(part.items, name, label, false, Array.isArray(example) ? example[0] : example)
    const shown = made.element.querySelector("label")
    shown.className = "form-hidden"
    made.element.querySelector(".form-help").textContent = ""
    return { ...made, rename: (text) => (shown.textContent = text) }
  }
  const made = rows({ ...given, part: withExample(part, Array.isArray(example) ? example[0] : undefined) }, build)
  return {
    ...made,
    read: () => (made.values().length ? made.values() : undefined),
    write: (value) => made.fill(value ?? []),
  }
}
const withExample = (part, example) => (example === undefined ? part : { ...part, description: `${part.description} Example: \`${example}\`` })

/** A record that may be left out altogether. */
const optional = (given) => {
  const made = rows({ ...given, required: false }, () => record({ ...given, required: false, bare: true }), 1)
  return { ...made, read: () => made.values()[0], write: (value) => made.fill(value === undefined ? [] : [value]) }
}

/** Records by short name, such as sources. */
const mapping = (given) => {
  const { part, name, label } = given
  const build = () => {
    const slug = { type: "string", pattern: slugPattern(), maxLength: 80, description: name === "sources" ? "Texts cite it as `[^short-name]`." : "" }
    const key = text({ part: slug, name: "key", label: "Short name", required: true, example: name === "sources" ? "board-2025" : undefined })
    const inner = record({ part: resolve(part.additionalProperties), name: `${name}[]`, label, bare: true, required: true })
    const read = () => (key.read() === undefined && inner.read() === undefined ? undefined : [key.read() ?? "", inner.read() ?? {}])
    return {
      element: make("div", {}, key.element, inner.element),
      focus: key.focus,
      read,
      write: ([slug, value]) => {
        key.write(slug)
        inner.write(value)
      },
      check: (add) => {
        key.check(add)
        inner.check(add)
        const id = key.read()
        const same = made.values().filter(([other]) => other === id)
        if (id && same.length > 1) add({ id: key.focus.id, label: "Short name", text: `${id} stands twice` })
        else if (id && name === "sources" && !shared.about.cited.has(id)) {
          add({ id: key.focus.id, label: "Short name", text: `nothing cites this source yet: write [^${id}] where it belongs`, soft: true })
        }
      },
    }
  }
  const made = rows(given, build)
  return {
    ...made,
    read: () => (made.values().length ? Object.fromEntries(made.values()) : undefined),
    write: (value) => made.fill(Object.entries(value ?? {})),
  }
}
