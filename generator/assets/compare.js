/*
 * The page that sets roles side by side.
 *
 * The template made the table with a row for each attribute and without a column; this script fills in columns that the
 * same template wrote for each role, and knows no attribute by name. Which roles are shown stands in the address.
 */
import { kept, save, whenChanged } from "./shortlist.js"
import { demands, finds, haystack, words } from "./words.js"

const MOST = 4
const OFFERS = 8
// An address can name any number of roles; no more than these are asked for.
const LOOKED_UP = 8
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

const page = document.getElementById("compare")
const at = (selector) => page.querySelector(selector)
const table = at("table")
const head = table.tHead.rows[0]
const rows = [...table.tBodies[0].rows]
const query = at("input[type=search]")
const sides = [...page.querySelectorAll(".compare__side")]
const title = document.title
let shown = []
let turn = 0

const made = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...inside)
  return element
}
const html = (text) => made("template", { innerHTML: text }).content
const button = (text, click) => {
  const element = made("button", { type: "button", className: "md-button", textContent: text })
  element.addEventListener("click", click)
  return element
}
const entry = (...inside) => made("li", {}, ...inside)

/** The text of a cell without its source numbers, entry by entry. */
const told = (cell, lines = " ") => {
  const copy = cell.cloneNode(true)
  for (const number of copy.querySelectorAll("sup, small, button")) number.remove()
  const entries = [...copy.querySelectorAll("li")]
  const text = (element) => element.textContent.replace(/\s+/g, " ").trim()
  return entries.length ? entries.map(text).join(lines) : text(copy)
}

/* Which roles: read from the address, and kept there. */

const asked = () => [...new Set((new URLSearchParams(location.search).get("roles") ?? "").split(",").map((slug) => slug.trim()))].filter(Boolean)

const choose = (slugs) => {
  history.pushState(null, "", slugs.length ? `?roles=${slugs.join(",")}` : location.pathname)
  return show()
}

/** The column of a role: `null` where there is no such role; rejected where it cannot be had just now. */
const columns = new Map()
const column = (slug) => {
  if (!SLUG.test(slug)) return Promise.resolve(null)
  if (!columns.has(slug)) {
    const coming = fetch(`${page.dataset.columns}${slug}.json`).then((answer) => {
      if (answer.status === 404) return null
      if (!answer.ok) throw new Error(answer.statusText)
      return answer.json()
    })
    coming.catch(() => columns.delete(slug))
    columns.set(slug, coming)
  }
  return columns.get(slug)
}

const show = async () => {
  const mine = ++turn
  const wanted = asked().slice(0, LOOKED_UP)
  const answers = await Promise.allSettled(wanted.map(column))
  if (mine !== turn) return
  const notes = at(".compare__notes")
  const note = (kind, name) => entry(notes.dataset[kind].replace("#", () => name.slice(0, 80)))
  const lost = answers.map(({ status, value }, index) =>
    status === "rejected" ? note("failed", wanted[index]) : value ? null : note("unknown", wanted[index]),
  )
  const found = [...new Map(answers.filter(({ value }) => value).map(({ value }) => [value.slug, value])).values()]
  const beyond = [...found.slice(MOST).map((role) => role.title), ...asked().slice(LOOKED_UP)]
  notes.replaceChildren(...lost.filter(Boolean), ...beyond.map((name) => note("many", name)))
  const before = shown.length
  shown = found.slice(0, MOST)
  document.title = [...shown.map((role) => role.title), title].join(" · ")
  fill()
  order()
  reasons()
  pick(before && shown.length > before)
  around()
}

/* The table. */

const fill = () => {
  for (const row of [head, ...rows]) while (row.cells.length > 1) row.lastElementChild.remove()
  table.caption.textContent = [at(".compare__result").dataset.caption, shown.map((role) => role.title).join(", ")].join(": ")
  for (const role of shown) {
    const out = button(at(".compare__result").dataset.remove, () => choose(shown.filter((other) => other !== role).map(({ slug }) => slug)))
    out.setAttribute("aria-label", `${out.textContent}: ${role.title}`)
    const cell = made("th", { scope: "col", role: "columnheader" }, html(role.head), out)
    head.append(cell)
    for (const row of rows) row.append(made("td", { role: "cell" }, html(role.cells[row.dataset.row] ?? "")))
  }
  for (const row of rows) mark(row)
}

/** Whether all roles tell the same of an attribute is said in words and by a class. */
const mark = (row) => {
  const texts = new Set([...row.cells].slice(1).map((cell) => told(cell)))
  const same = shown.length > 1 && texts.size === 1 && row !== rows.at(-1)
  row.classList.toggle("compare__same", same)
  row.cells[0].querySelector("small")?.remove()
  if (same) row.cells[0].append(made("small", { textContent: ` ${at(".compare__result").dataset.same}` }))
}

const order = () => {
  const way = at("input[name=show]:checked").value
  const same = (row) => Number(row.classList.contains("compare__same"))
  const sorted = way === "first" ? [...rows.slice(0, -1)].sort((one, other) => same(one) - same(other)) : rows.slice(0, -1)
  table.tBodies[0].append(...sorted, rows.at(-1))
  table.classList.toggle("compare__differing", way === "only")
}

const reasons = () => {
  const list = at(".compare__reasons")
  const pairs = shown.flatMap((role) => shown.filter((other) => role.similar[other.slug]).map((other) => [role, other]))
  list.replaceChildren(
    ...pairs.map(([role, other]) => {
      const lead = list.dataset.similar.replace("#", () => role.title).replace("%", () => other.title)
      return entry(`${lead} `, html(role.similar[other.slug]))
    }),
  )
}

/** A narrow screen shows two columns; these say which. After one was added, it is the second. */
const pick = (added) => {
  for (const [index, side] of sides.entries()) {
    side.replaceChildren(...shown.map((role, number) => made("option", { value: number + 1, textContent: role.title })))
    side.selectedIndex = Math.min(index && added ? shown.length - 1 : index, shown.length - 1)
  }
  at(".compare__pick").hidden = shown.length < 3
}

/** All that stands around the table: what is said, what is offered. */
const around = () => {
  const { none, one, many, differ } = at("[role=status]").dataset
  const [count, all] = [shown.length, rows.length - 1]
  const differing = all - rows.filter((row) => row.classList.contains("compare__same")).length
  const summary = (count === 1 ? one : count ? many : none).replace("#", count)
  at("[role=status]").textContent = count > 1 ? `${summary} ${differ.replace("%", differing).replace("&", all)}` : summary
  for (const part of [".compare__result", ".compare__save"]) at(part).hidden = !count
  at(".compare__show").hidden = count < 2
  at(".compare__full").hidden = count < MOST
  query.disabled = count >= MOST
  offerKept()
}

/* Adding a role: by any of its names, or from the shortlist. */

const offers = (list, roles) =>
  list.replaceChildren(
    ...roles.map((role) =>
      entry(
        button(list.dataset.add.replace("#", () => role.title), () => {
          query.value = ""
          at(".compare__found").replaceChildren()
          choose([...shown.map(({ slug }) => slug), role.slug])
          query.focus()
        }),
      ),
    ),
  )

const offerKept = () => {
  const left = shown.length < MOST ? kept().filter((role) => !shown.some(({ slug }) => slug === role.slug)) : []
  at(".compare__kept").hidden = !left.length
  offers(at(".compare__kept ul"), left.slice(0, OFFERS))
}

let index
const names = () =>
  (index ??= fetch(page.dataset.index)
    .then((answer) => answer.json())
    .then(({ roles, synonyms }) => {
      const known = [...new Set(roles.flatMap((role) => words([role.title, ...role.also_called].join(" "))))]
      const found = roles.map((role) => ({ ...role, own: haystack(role.title), all: haystack(role.title, ...role.also_called) }))
      return { roles: found.sort((one, other) => one.title.localeCompare(other.title)), known, synonyms }
    }))

const search = async () => {
  const { roles, known, synonyms } = await names()
  const wanted = query.value.trim() ? demands(query.value, known, synonyms).demands : []
  const free = roles.filter((role) => !shown.some(({ slug }) => slug === role.slug))
  const has = (part) => free.filter((role) => wanted.length && wanted.every((demand) => finds(role[part], demand)))
  const found = [...new Set([...has("own"), ...has("all")])].slice(0, OFFERS)
  offers(at(".compare__found"), found)
  if (wanted.length && !found.length) at(".compare__found").append(entry(at("[role=status]").dataset.unfound))
}

/* Taking it along. */

/** A cell of a CSV file: quoted, and with a mark before what a spreadsheet would run as a formula. */
const field = (text) => `"${(/^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** The text of a cell with the numbers of its sources, and the address of each source. */
const whole = (cell) => {
  const copy = cell.cloneNode(true)
  for (const number of copy.querySelectorAll("sup")) number.replaceWith(` [${number.textContent}]`)
  for (const [number, source] of [...copy.querySelectorAll("ol > li")].entries()) {
    const link = source.querySelector("a")
    source.replaceChildren(`[${number + 1}] ${source.textContent.trim()}${link ? ` ${link.href}` : ""}`)
  }
  return told(copy, "\n")
}

const csv = () => {
  const heads = ["", ...shown.map((role) => role.title)]
  const lines = [...table.tBodies[0].rows].map((row) => [told(row.cells[0]), ...[...row.cells].slice(1).map(whole)])
  return [heads, ...lines].map((line) => line.map(field).join(",")).join("\r\n")
}

const deeds = {
  // The mark at the start tells a spreadsheet that the file is in UTF-8.
  csv: () => save(page.dataset.file, "text/csv;charset=utf-8", `\uFEFF${csv()}\r\n`),
  print: () => window.print(),
  clear: () => choose([]).then(() => query.focus()),
}

page.addEventListener("submit", (event) => event.preventDefault())
page.addEventListener("click", (event) => deeds[event.target.dataset?.do]?.())
for (const choice of page.querySelectorAll("input[name=show]")) choice.addEventListener("change", order)
query.addEventListener("input", () => search().catch(() => (document.getElementById("compare-failed").hidden = false)))
window.addEventListener("popstate", show)
whenChanged(offerKept)
page.hidden = false
show()
