/*
 * Ticks on the rows of the finder, and the shortlist beneath its form.
 *
 * Ticked rows can be compared, up to four, or put on the shortlist. The words are the template's.
 */
import { add, annotate, drop, kept, save, sound, whenChanged } from "./shortlist.js"

const MOST = 4
const LONGEST_FILE = 1_000_000

const bar = document.querySelector(".ticked")
const panel = document.querySelector(".shortlist")
const entry = panel.querySelector("template").content.firstElementChild
const list = panel.querySelector(".shortlist__roles")
const said = panel.querySelector("[role=status]")
const ticks = new Map()
let rows = new Map()
const to = (slugs) => `${bar.dataset.compare}?roles=${slugs.join(",")}`

/* Ticks. */

const pattern = Object.assign(document.createElement("label"), { className: "finder__tickable" })
pattern.append(Object.assign(document.createElement("input"), { type: "checkbox", className: "finder__tick", autocomplete: "off" }))

/** Gives a role's row its tick, once. */
export const tickable = ({ slug, title, row }) => {
  if (ticks.has(slug)) return
  const label = pattern.cloneNode(true)
  const tick = label.firstElementChild
  tick.setAttribute("aria-label", bar.dataset.tick.replace("#", () => title))
  tick.addEventListener("change", showBar)
  row.cells[0].prepend(label)
  ticks.set(slug, { tick, title })
}

/** Says on each row whether its role is on the shortlist. */
const mark = (roles) => {
  const slugs = new Set(roles.map(({ slug }) => slug))
  for (const [slug, row] of rows) {
    const note = row.cells[0].querySelector(".finder__kept")
    if (!slugs.has(slug)) note?.remove()
    else if (!note) row.cells[0].append(Object.assign(document.createElement("span"), { className: "finder__kept", textContent: bar.dataset.kept }))
  }
}

/** The roles ticked, in the order of the table. */
const ticked = () => [...rows.keys()].filter((slug) => ticks.get(slug)?.tick.checked).map((slug) => ({ slug, title: ticks.get(slug).title }))

const showBar = () => {
  const roles = ticked()
  const { one, many, beyond } = bar.dataset
  bar.hidden = !roles.length
  bar.querySelector("[role=status]").textContent = (roles.length === 1 ? one : roles.length > MOST ? beyond : many).replace("#", roles.length)
  const link = bar.querySelector("a")
  link.hidden = roles.length < 2 || roles.length > MOST
  link.href = to(roles.map(({ slug }) => slug))
}

const untick = () => {
  for (const { tick } of ticks.values()) tick.checked = false
  showBar()
}

/* The shortlist. */

/** What the table tells of a role, in one line. */
const facts = (slug) => {
  const row = rows.get(slug)
  return row ? [...row.cells].slice(1).map((cell) => cell.textContent.trim()).join("; ") : panel.dataset.gone
}

const showList = () => {
  const roles = kept()
  panel.hidden = false
  panel.querySelector(".shortlist__count").textContent = roles.length
  panel.querySelector(".shortlist__none").hidden = roles.length > 0
  for (const button of panel.querySelectorAll("[data-some]")) button.hidden = !roles.length
  list.replaceChildren(...roles.map(shown))
  const link = panel.querySelector(".shortlist__compare")
  link.hidden = roles.length < 2
  link.href = to(roles.slice(0, MOST).map(({ slug }) => slug))
  mark(roles)
}

const shown = ({ slug, title, note }) => {
  const made = entry.cloneNode(true)
  const link = made.querySelector("a")
  link.textContent = title
  // Whole, because it is printed.
  link.href = new URL(panel.dataset.role.replace("#", slug), location.href).href
  made.querySelector(".shortlist__facts").textContent = facts(slug)
  const field = made.querySelector("input")
  field.value = note
  field.setAttribute("aria-label", `${field.getAttribute("aria-label")}: ${title}`)
  field.addEventListener("input", () => annotate(slug, field.value))
  const out = made.querySelector("button")
  out.setAttribute("aria-label", `${out.textContent}: ${title}`)
  out.addEventListener("click", () => (drop(slug), panel.querySelector("summary").focus()))
  return made
}

const load = async (file) => {
  const { bad, loaded } = panel.dataset
  try {
    if (file.size > LONGEST_FILE) throw new RangeError(file.name)
    const roles = sound(JSON.parse(await file.text()).shortlist)
    if (!roles.length) throw new TypeError(file.name)
    add(...roles)
    said.textContent = loaded.replace("#", roles.length)
  } catch {
    said.textContent = bad.replace("#", () => file.name)
  }
}

/** Prints the shortlist alone. */
const print = () => {
  panel.open = true
  document.body.classList.add("only-shortlist")
  window.addEventListener("afterprint", () => document.body.classList.remove("only-shortlist"), { once: true })
  window.print()
}

const deeds = {
  keep: () => (add(...ticked()), untick(), (panel.open = true), (said.textContent = "")),
  untick,
  save: () => save(panel.dataset.file, "application/json", `${JSON.stringify({ shortlist: kept() }, null, 2)}\n`),
  load: () => panel.querySelector("input[type=file]").click(),
  print,
  clear: () => window.confirm(panel.dataset.sure) && drop(),
}

for (const part of [bar, panel]) part.addEventListener("click", (event) => deeds[event.target.dataset?.do]?.())
panel.querySelector("input[type=file]").addEventListener("change", async (event) => {
  if (event.target.files.length) await load(event.target.files[0])
  event.target.value = ""
})

/** Begins once the rows of all roles are known. */
export const listed = (roles) => {
  rows = new Map(roles.map(({ slug, row }) => [slug, row]))
  whenChanged(showList)
  showList()
}
