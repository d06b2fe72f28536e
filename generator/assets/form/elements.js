/* The pieces that fields are made of. */
export const find = (id) => document.getElementById(id)
let count = 0

export const make = (tag, properties = {}, ...inside) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.startsWith("aria")) made[name] = value
    else if (value !== undefined) made.setAttribute(name, value)
  }
  made.append(...inside.filter((part) => part !== undefined && part !== ""))
  return made
}
export const newId = () => `field-${++count}`
export const say = (text) => (find("form-status").textContent = text)
/** A help text with its code marks, and an example where there is one. */
export const helpOf = (id, help = "", example) => {
  const parts = help.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part))
  const shown = typeof example === "string" || typeof example === "number" ? String(example) : ""
  return make("p", { id: `${id}-help`, className: "form-help" }, ...parts, shown && " Example: ", shown && make("code", {}, shown))
}
export const errorOf = (id) => make("p", { id: `${id}-error`, className: "form-error" })
export const described = (id) => ({ "aria-describedby": `${id}-help ${id}-error` })
export const titled = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("-", " ")
export const mark = (required) => (required ? make("span", { className: "form-required" }, " (required)") : "")
