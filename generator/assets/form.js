/*
 * The form for a role's file: built from the JSON Schema that the checks enforce and from the words of the book, and
 * written out as YAML that is read back as it was typed. What stands in the form is kept in this browser only.
 *
 * A node is a part of the form: `element` to show, `read()` its value or undefined, `write(value)`, and `check(add)`,
 * which adds faults. Fields know their rules from the schema; what takes more than one field is asked of `about`.
 */
const script = document.querySelector("script[data-form-schema]")
const find = (id) => document.getElementById(id)
const LONG = 200
const LONGEST_ADDRESS = 7500

let schema, book
/** What single fields must know of the rest: declared and cited sources, and the slug of the role itself. */
let about = { declared: new Set(), cited: new Set(), own: "" }
const touched = new Set()
let submitted = false
let count = 0

// Elements

const make = (tag, properties = {}, ...inside) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.startsWith("aria")) made[name] = value
    else if (value !== undefined) made.setAttribute(name, value)
  }
  made.append(...inside.filter((part) => part !== undefined && part !== ""))
  return made
}
const newId = () => `field-${++count}`
const say = (text) => (find("form-status").textContent = text)
/** A help text with its code marks, and an example where there is one. */
const helpOf = (id, help = "", example) => {
  const parts = help.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part))
  const shown = typeof example === "string" || typeof example === "number" ? String(example) : ""
  return make("p", { id: `${id}-help`, className: "form-help" }, ...parts, shown && " Example: ", shown && make("code", {}, shown))
}
const errorOf = (id) => make("p", { id: `${id}-error`, className: "form-error" })
const described = (id) => ({ "aria-describedby": `${id}-help ${id}-error` })
const titled = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("-", " ")
const mark = (required) => (required ? make("span", { className: "form-required" }, " (required)") : "")

// Schema

const resolve = (part) => {
  if (!part.$ref) return part
  const word = part.$ref.split("/").pop()
  return { ...schema.$defs[word], ...part, word }
}
const wordsOf = (name, part) => book.words[part.word] ?? book.words[name] ?? {}
const inCharacters = (text) => [...text].length
const folded = (text) => text.split(/\s+/).join(" ").trim()

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
const slugPattern = () => schema.properties["former-slugs"].items.pattern

// Nodes of one value

const field = (given, id, control, ...more) =>
  make(
    "div",
    { className: "form-field" },
    make("label", { htmlFor: id }, given.label, mark(given.required)),
    helpOf(id, given.part.description, given.example),
    ...more,
    control,
    errorOf(id),
  )

const text = (given) => {
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

const isNumber = (value, part) => new RegExp(part.pattern ?? "^\\d+$").test(value)

/** What is wrong with a value by the rules of its schema and by what it names, or nothing. */
const faultOf = (value, part, name) => {
  const written = String(value)
  if (part.type === "number" || part.type === "integer") return isNumber(written, part) ? "" : "write digits only, without commas or signs"
  const hidden = written.match(new RegExp(book.hidden, "u"))
  if (hidden) return `an invisible character, U+${hidden[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}, stands in it: delete it`
  if (part.maxLength && inCharacters(written) > part.maxLength) {
    return `${inCharacters(written)} characters are more than ${part.maxLength}: shorten it`
  }
  if (part.pattern && !new RegExp(part.pattern, "u").test(written)) return badForm(part, name)
  if (part.word === "role-slug") return roleFault(written)
  if (part.word === "source-id") return about.declared.has(written) ? "" : `no source has the short name ${written}: add it under Sources`
  return faultOfText(written, name)
}

const badForm = (part, name) => {
  if (name === "url") return "start the address with https:// and write it without spaces or quotes"
  if (part.pattern.includes("a-z")) return "use small letters, digits and single hyphens only"
  const example = part.examples?.[0]
  return `this is not written as asked${example === undefined ? "" : `; an example: ${example}`}`
}

const roleFault = (slug) => {
  if (slug === about.own) return "this is the role itself: name another one"
  if (!(slug in book.roles)) return `no role has the short name ${slug}: choose one from the list`
  return book.retired.includes(slug) ? `${slug} is retired: name another one` : ""
}

const faultOfText = (value, name) => {
  if (name === "url") return ""
  const cited = [...value.matchAll(/\[\^([^\]]+)\]/g)].map((match) => match[1]).find((id) => !about.declared.has(id))
  if (cited) return `no source has the short name ${cited}: add it under Sources`
  const linked = [...value.matchAll(/\[\[([^\]|]+)(?:\|[^\]]+)?\]\]/g)].map((match) => match[1]).find((slug) => !(slug in book.roles))
  if (linked) return `no role has the short name ${linked}`
  if (/<[a-zA-Z/!?]/.test(value)) return "write plain text, without HTML"
  const address = resolve(schema.$defs.Source.properties.url).pattern
  const unsafe = [...value.matchAll(/\]\(\s*<?([^)>\s]*)/g)].find((match) => !new RegExp(address, "u").test(match[1]))
  return unsafe ? `${unsafe[1]} is not an address of the web` : ""
}

const choice = (given) => {
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

const truth = ({ part, label }) => {
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
const terms = (given) => {
  const { part, name, required } = given
  const several = part.anyOf.find((one) => one.type === "array")
  const inner = resolve(several.items)
  const [label, help] = book.facets[name] ?? [given.label, part.description]
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

// Nodes of several values

const record = ({ part, name, label, required, bare }) => {
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
      touched.add(id)
      say(`Removed. ${entries.length} left in ${label}.`)
      changed()
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
    changed()
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
        else if (id && name === "sources" && !about.cited.has(id)) {
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

// YAML

const BARE = /^[\p{L}][\p{L}\p{N} .,;()/%+'’–-]*$/u
const DATE = /^\d{4}(-\d\d){0,2}$/
const WORD = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** A scalar that YAML reads back as it was typed: bare only where nothing in it could mean anything else. */
export const scalar = (value) => {
  if (typeof value !== "string") return String(value)
  if ((BARE.test(value) && !WORD.test(value) && !value.endsWith(" ")) || DATE.test(value)) return value
  const escaped = value
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\\"]/g, "\\$&")
    .replace(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
  return `"${escaped}"`
}

/** The lines of a record or list, each value on lines of its own. */
export const yaml = (value, indent = "") => {
  const isBlock = (inner) => typeof inner === "object" && Object.keys(inner).length
  const empty = (inner) => (typeof inner === "object" ? "{}" : scalar(inner))
  if (Array.isArray(value)) {
    return value.flatMap((inner) => {
      if (!isBlock(inner)) return [`${indent}- ${empty(inner)}`]
      const [first, ...rest] = yaml(inner, `${indent}  `)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!isBlock(inner)) return [`${indent}${scalar(key)}: ${empty(inner)}`]
    return [`${indent}${scalar(key)}:`, ...yaml(inner, `${indent}  `)]
  })
}

// The page

const slugOf = (title) =>
  title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80)

const later = (work, delay) => {
  let waiting
  return () => {
    clearTimeout(waiting)
    waiting = setTimeout(work, delay)
  }
}
let changed = () => {}

const start = async () => {
  const load = async (address) => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return answer.json()
  }
  const slug = new URLSearchParams(location.search).get("role")
  ;[schema, book] = await Promise.all([load(script.dataset.formSchema), load(script.dataset.formBook)])
  const present = slug && slug in book.roles ? await load(`${script.dataset.formValues}${slug}.json`) : null
  await build(present ? { slug, ...present } : null)
  if (slug && !present) find("form-draft").prepend(`No role has the short name ${slug}; this form is for a new one. `)
}

const build = async (present) => {
  const home = present ? null : place()
  const whole = record({ part: schema, name: "role", label: "Role", required: true, bare: true })
  const title = Object.values(whole.element.querySelectorAll("input"))[0]
  find("form-fields").append(...(home ? [home.element] : []), whole.element)
  for (const [name, ids] of [["form-roles", book.roles], ["form-sources", {}]]) {
    find("role-form").append(make("datalist", { id: name }, ...Object.entries(ids).map(([value, label]) => make("option", { value, label }))))
  }
  if (present) {
    document.querySelector("article h1").firstChild.textContent = `Correct: ${book.roles[present.slug]}`
    document.querySelectorAll("[data-when='new']").forEach((part) => part.remove())
  } else document.querySelectorAll("[data-when='correction']").forEach((part) => part.remove())

  const state = { present, home, whole, draft: draftOf(present) }
  restore(state)
  const soon = later(() => update(state), 120)
  changed = () => {
    find("form-yaml").setAttribute("aria-busy", "true")
    soon()
  }
  const form = find("role-form").querySelector("form")
  form.addEventListener("input", () => {
    if (home && !home.typed()) home.suggest(slugOf(folded(title.value)))
    changed()
  })
  form.addEventListener("focusout", ({ target }) => touch(target))
  form.addEventListener("change", ({ target }) => touch(target))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    submitted = true
    update(state)
    find(state.faults.length ? "form-summary" : "form-send").focus()
  })
  find("form-clear").addEventListener("click", () => {
    state.draft.clear()
    submitted = false
    touched.clear()
    restore(state)
    update(state)
    title.focus()
    say("The draft is cleared.")
  })
  waysOut(state)
  find("role-form").hidden = false
  find("form-template").removeAttribute("open")
  update(state)
}

const touch = (target) => {
  const known = target.closest("[aria-describedby$='-error']")
  if (known) touched.add(known.id)
  changed()
}

/** Where a new role's file goes: its family and its name. */
const place = () => {
  const options = Object.keys(book.words.family)
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
      if (book.taken.includes(name.read())) add({ id: name.focus.id, label: "Short name", text: "another page has this name: choose one of its own" })
    },
  }
}

/** What is kept of unfinished work, in this browser and for this form alone. */
const draftOf = (present) => {
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

const restore = (state) => {
  const { present, home, whole } = state
  const draft = state.draft.read()
  const empty = present?.values ?? { reviewed: new Date().toISOString().slice(0, 7) }
  whole.write(draft?.values ?? empty)
  home?.write(draft?.home)
  state.from = JSON.stringify([home?.read(), whole.read()])
  const stale = draft && present && JSON.stringify(draft.base) !== JSON.stringify(present.values)
  find("form-draft").textContent = !draft
    ? "What you type is kept in this browser until you clear it. Nothing is sent."
    : `Your draft was restored.${stale ? " The page has changed since you began; clear the draft to start from what it says now." : ""}`
}

const update = (state) => {
  const { present, home, whole } = state
  const values = whole.read() ?? {}
  const at = home?.read() ?? { family: present.path.split("/")[0], slug: present.slug }
  const written = JSON.stringify(values)
  about = {
    own: at.slug,
    declared: new Set(Object.keys(values.sources ?? {})),
    cited: new Set([...[...written.matchAll(/\[\^([^\]"]+)\]/g)].map((match) => match[1]), ...citedIn(values)]),
  }
  find("form-sources").replaceChildren(...[...about.declared].map((value) => make("option", { value })))
  state.text = `# yaml-language-server: $schema=../role.schema.json\n${yaml(values).join("\n")}\n`
  state.at = at
  const found = []
  home?.check((fault) => found.push(fault))
  whole.check((fault) => found.push(fault))
  const same = Object.entries(book.roles).find(([slug, title]) => slug !== at.slug && folded(title).toLowerCase() === values.title?.toLowerCase())
  if (same) found.push({ id: whole.element.querySelector("input").id, label: "Title", text: "another role has this title: say what sets it apart" })
  state.faults = found.filter(({ soft }) => !soft)
  paint(found)
  find("form-yaml").textContent = state.text
  find("form-yaml").setAttribute("aria-busy", "false")
  showOut(state)
  if (JSON.stringify([home?.read(), values]) !== state.from) state.draft.keep({ values, home: home?.read(), base: present?.values })
}

/** The ids in every `sources` list inside a value. */
const citedIn = (value) => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === "sources" && Array.isArray(inner) ? inner : citedIn(inner)))
}

/** Faults beside their fields, once a field was left or the form was sent, and all of them in the summary. */
const paint = (found) => {
  for (const place of document.querySelectorAll("#role-form .form-error")) {
    const id = place.id.replace(/-error$/, "")
    const own = found.filter((fault) => fault.id === id && (submitted || touched.has(id)))
    const said = own.map(({ text }) => text).join("; ")
    if (said !== place.textContent && said) say(`${own[0].label}: ${said}`)
    if (said !== place.textContent) place.textContent = said
    place.classList.toggle("form-soft", own.every(({ soft }) => soft))
    const control = find(id)
    if (control?.matches("input, select, textarea")) control.setAttribute("aria-invalid", String(own.some(({ soft }) => !soft)))
  }
  const summary = find("form-summary")
  const hard = found.filter(({ soft }) => !soft)
  summary.hidden = !submitted || !found.length
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

// Ways out

const onGitHub = () => {
  try {
    const address = new URL(script.dataset.formEdit)
    return address.hostname.includes("github") && address.pathname.includes("/edit/") ? address.href.replace(/\/*$/, "/") : ""
  } catch {
    return ""
  }
}

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const range = document.createRange()
    range.selectNodeContents(find("form-yaml"))
    getSelection().removeAllRanges()
    getSelection().addRange(range)
    return document.execCommand("copy")
  }
}
const copied = async (state) =>
  say((await copy(state.text)) ? "The file is copied." : "The browser did not allow copying: the file is selected, copy it with the keyboard.")

const waysOut = (state) => {
  // What leaves the form is what stands in it now, however fast the hand was.
  find("form-send").addEventListener("click", () => update(state), true)
  find("form-copy").addEventListener("click", () => copied(state))
  find("form-download").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([state.text], { type: "application/yaml" }))
    make("a", { href: address, download: `${state.at.slug || "role"}.yml` }).click()
    URL.revokeObjectURL(address)
    say("The file is downloaded.")
  })
  find("form-open").addEventListener("click", () => {
    if (state.copies) copied(state)
  })
}

/** The link to GitHub, and which of the texts about it hold. */
const showOut = (state) => {
  const { present, at, faults } = state
  const edit = onGitHub()
  const open = find("form-open")
  const file = `${at.slug || "new-role"}.yml`
  const folder = edit && new URL(at.family ? `${at.family}/` : "./", new URL(edit)).href
  const fresh = edit && `${folder.replace("/edit/", "/new/")}?${new URLSearchParams({ filename: file })}`
  const full = edit && `${fresh}&value=${encodeURIComponent(state.text)}`
  const long = full.length > LONGEST_ADDRESS
  state.copies = Boolean(present) || long
  open.hidden = !edit
  open.href = present ? `${folder}${file}` : long ? fresh : full || "#"
  for (const part of document.querySelectorAll("[data-out]")) {
    const holds = { none: !edit, edit: edit && present, long: edit && !present && long, fresh: edit && !present && !long, faults: faults.length > 0 }
    part.hidden = !holds[part.dataset.out]
  }
}

if (script && find("role-form")) {
  start().catch((error) => {
    find("form-failed").hidden = false
    find("form-failed").append(` (${error.message})`)
  })
}
