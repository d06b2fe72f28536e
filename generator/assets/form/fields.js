/*
 * Parts of the form with one value.
 *
 * Each part, here and in `groups.js`, is an `element` to show, `read()` its value or undefined, `write(value)`, and
 * `check(add)`, which adds faults; `focus` is where to go to fill it in.
 */
import { described, errorOf, helpOf, make, mark, newId, titled } from "./elements.js"
import { faultOf, folded, isNumber, resolve, wordsOf } from "./rules.js"
import { shared } from "./shared.js"

const LONG = 200

export const field = (given, id, control, ...more) =>
  make(
    "div",
    { className: "form-field" },
    make("label", { htmlFor: id }, given.label, mark(given.required)),
    helpOf(id, given.part.description, given.example),
    ...more,
    control,
    errorOf(id),
  )

export const text = (given) => {
  const { part, name, label, required } = given
  const id = newId()
  const long = part.maxLength > LONG && name !== "url"
  const number = part.type === "number" || part.type === "integer"
  const control = make(long ? "textarea" : "input", {
    id,
    ...(long ? { rows: 2 } : { type: "text", autocomplete: "off" }),
    ...(number ? { inputMode: "decimal" } : {}),
    ...(required ? { "aria-required": "true" } : {}),
    ...described(id),
  })
  if (given.options) control.setAttribute("list", given.options)
  const read = () => {
    const value = folded(control.value)
    return value === "" ? undefined : number && isNumber(value, part) ? Number(value) : value
  }
  const check = (add) => {
    const value = read()
    const fault = value === undefined ? required && "this is needed" : faultOf(value, { ...part, pattern: given.pattern ?? part.pattern }, name)
    if (fault) add({ id, label, text: fault })
    else if (part.format === "claim" && value && !/\[\^[^\]]+\]/.test(value)) {
      add({ id, label, text: "no source is cited yet: add [^short-name], with the short name of a source below", soft: true })
    }
  }
  return { element: field(given, id, control), read, write: (value) => (control.value = value ?? ""), check, focus: control }
}

export const choice = (given) => {
  const { part, name, label, required } = given
  const id = newId()
  const words = wordsOf(name, part)
  const more = make("p", { className: "form-help", id: `${id}-more` })
  const options = part.enum.map((value) => make("option", { value }, words[value]?.[0] ?? titled(String(value))))
  const control = make(
    "select",
    { id, ...(required ? { "aria-required": "true" } : {}), "aria-describedby": `${id}-help ${id}-more ${id}-error` },
    make("option", { value: "" }, required ? "– choose –" : "– not said –"),
    ...options,
  )
  const tell = () => (more.textContent = words[control.value]?.[1] ?? "")
  control.addEventListener("change", tell)
  const element = field({ ...given, example: undefined }, id, control)
  element.insertBefore(more, element.lastChild)
  return {
    element,
    focus: control,
    read: () => control.value || undefined,
    write: (value) => {
      control.value = value ?? ""
      tell()
    },
    check: (add) => required && !control.value && add({ id, label, text: "choose one" }),
  }
}

export const truth = ({ part, label }) => {
  const id = newId()
  const control = make("input", { id, type: "checkbox", ...described(id) })
  return {
    element: make("div", { className: "form-field form-check" }, control, make("label", { htmlFor: id }, label), helpOf(id, part.description), errorOf(id)),
    focus: control,
    read: () => control.checked || undefined,
    write: (value) => (control.checked = Boolean(value)),
    check: () => {},
  }
}

/** One question of the vocabulary: one term or several, each with its meaning. */
export const terms = (given) => {
  const { part, name, required } = given
  const several = part.anyOf.find((one) => one.type === "array")
  const inner = resolve(several.items)
  const [label, help] = shared.book.facets[name] ?? [given.label, part.description]
  if (several.maxItems === 1) {
    const one = choice({ ...given, label, part: { ...inner, description: help } })
    return { ...one, write: (value) => one.write([value].flat()[0]) }
  }
  const id = newId()
  const words = wordsOf(name, inner)
  const boxes = inner.enum.filter((value) => typeof value === "string").map((value) => {
    const box = make("input", { type: "checkbox", value, id: `${id}-${value}`, "aria-describedby": `${id}-${value}-help` })
    const meaning = make("span", { className: "form-help", id: `${id}-${value}-help` }, words[value]?.[1] ?? "")
    return { box, row: make("div", { className: "form-check" }, box, make("label", { htmlFor: box.id }, words[value]?.[0] ?? titled(value)), meaning) }
  })
  // The file's own order is kept, so that a correction changes nothing else.
  let order = []
  const rank = (value) => (order.includes(value) ? order.indexOf(value) : order.length)
  const read = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)
    return chosen.length ? chosen.sort((one, other) => rank(one) - rank(other)) : undefined
  }
  return {
    element: make(
      "fieldset",
      { id, tabIndex: -1, ...described(id) },
      make("legend", {}, label, mark(required)),
      helpOf(id, help),
      ...boxes.map(({ row }) => row),
      errorOf(id),
    ),
    focus: boxes[0]?.box,
    read,
    write: (value) => {
      order = [value].flat()
      boxes.forEach(({ box }) => (box.checked = order.includes(box.value)))
    },
    check: (add) => {
      const chosen = read() ?? []
      if (required && !chosen.length) add({ id, label, text: "choose at least one" })
      if (chosen.length > 1 && chosen.includes("unknown")) add({ id, label, text: "“unknown” stands alone" })
    },
  }
}
