/*
 * Worksheets: pages with fields to fill in, on which sums, rules and choices answer to what was filled in.
 *
 * The page is whole without it: its rules are sentences, its sums are told in words, its fields can be filled in and
 * printed. What the page says of itself, this script acts on, and it knows no page by name:
 *
 *   <output data-value="FORMULA">    shows a sum of the fields, and of outputs above it that have a name
 *   <li data-when="FORMULA">         a rule, marked where it holds
 *   <input type="checkbox" data-stop>  while any is ticked, no rule is marked and nothing is crossed out
 *   <select data-rank="NAME">        how much NAME matters, 1 most
 *   <li data-option="NAME">          a choice; crossed out by `data-rules-out` of what is ranked first or second
 *   [data-rules-out="OPTION …"][data-for="NAME"]  which options what is ranked so high leaves no room for, and why
 *   [data-worksheet-tools]           the buttons, hidden without scripts
 */
import { formula } from "./formula.js"

const COUNTED_RANKS = ["1", "2"]
const article = document.querySelector("article")
const tools = article.querySelector("[data-worksheet-tools]")
const fields = [...article.querySelectorAll("input[name], select[name], textarea[name]")]
const stops = [...article.querySelectorAll("[data-stop]")]
const sums = [...article.querySelectorAll("output[data-value]")].map((output) => ({ output, read: formula(output.dataset.value) }))
const rules = [...article.querySelectorAll("[data-when]")].map((item) => ({ item, read: formula(item.dataset.when) }))
const KEY = `worksheet:${location.pathname}`

const number = (field) => (field.value.trim() === "" || !field.validity.valid ? undefined : field.valueAsNumber)
const shown = (value) =>
  value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 })

/** Marks an element with a word of the page's own, or takes the mark away. */
const mark = (element, word) => {
  element.querySelector(":scope > .worksheet__mark")?.remove()
  element.classList.toggle("worksheet--marked", Boolean(word))
  if (!word) return
  const made = document.createElement("strong")
  made.className = "worksheet__mark"
  made.textContent = `${word} `
  element.prepend(made)
}

const values = () => {
  const known = {}
  for (const field of fields) if (field.type === "number") known[field.name] = number(field)
  for (const { output, read } of sums) {
    const value = read(known)
    output.value = value === undefined ? output.dataset.empty ?? "—" : shown(value)
    if (output.getAttribute("name")) known[output.getAttribute("name")] = value
  }
  return known
}

/** What rules an option out: the first of the things ranked high that leaves no room for it. */
const reason = (option) => {
  const ranked = [...article.querySelectorAll("select[data-rank]")].filter((field) => COUNTED_RANKS.includes(field.value))
  ranked.sort((a, b) => a.value - b.value)
  return ranked.find((field) =>
    [...article.querySelectorAll(`[data-for="${CSS.escape(field.dataset.rank)}"]`)].some((cell) =>
      cell.dataset.rulesOut.split(" ").includes(option),
    ),
  )
}

const update = () => {
  const known = values()
  const stopped = stops.some((stop) => stop.checked)
  for (const note of article.querySelectorAll("[data-stopped]")) note.hidden = !stopped
  for (const { item, read } of rules) {
    mark(item, !stopped && read(known) === true && item.closest("[data-applies]").dataset.applies)
  }
  for (const item of article.querySelectorAll("[data-option]")) {
    const by = stopped ? undefined : reason(item.dataset.option)
    item.classList.toggle("worksheet--out", Boolean(by))
    mark(item, by && item.closest("[data-out]").dataset.out.replace("{}", by.labels[0].textContent.trim()))
  }
}

const state = () => Object.fromEntries(fields.map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]))
const keeping = tools?.querySelector("[data-keep]")

const keep = () => {
  try {
    if (keeping?.checked) localStorage.setItem(KEY, JSON.stringify(state()))
    else localStorage.removeItem(KEY)
  } catch {
    // A browser that keeps nothing still counts.
  }
}

const recall = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY))
    if (!kept) return
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = kept[field.name] === true
      else if (typeof kept[field.name] === "string") field.value = kept[field.name]
    }
    if (keeping) keeping.checked = true
  } catch {
    // What cannot be read is not there.
  }
}

const clear = () => {
  for (const field of fields) {
    if (field.type === "checkbox") field.checked = false
    else field.value = ""
  }
  if (keeping) keeping.checked = false
  keep()
  update()
}

recall()
if (tools) {
  tools.hidden = false
  tools.querySelector("[data-print]")?.addEventListener("click", () => window.print())
  tools.querySelector("[data-clear]")?.addEventListener("click", clear)
  keeping?.addEventListener("change", keep)
}
article.addEventListener("input", () => {
  update()
  keep()
})
update()
