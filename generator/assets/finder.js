/*
 * The finder: narrows the table of all roles by words and facets.
 *
 * The page is whole without it: the form is hidden, the table shows every role. The form's fields and texts are made by
 * the template; this script knows no facet by name. The state lives in the address, so that it can be shared and the
 * back button works.
 */
import { meant, stem } from "./words.js"

const form = document.querySelector("form.finder")
const table = document.querySelector(".finder-table table")
const status = form.querySelector("[role=status]")
const drops = form.querySelector(".finder__drops")
const boxes = [...form.querySelectorAll("input[type=checkbox]")]
const facets = [...new Set(boxes.map((box) => box.name))]
const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const column = (cell) => cell.textContent.trim().toLowerCase()

/** What is asked for, read from the form: `{ query, chosen: { facet: Set of terms } }`. */
const asked = () => ({
  query: form.elements.q.value.trim(),
  chosen: Object.fromEntries(
    facets.map((name) => [name, new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value))]),
  ),
})

/** Each role of the index with its row, its words, and the terms it has of each facet. */
const withRows = (index) => {
  const rows = new Map([...table.tBodies[0].rows].map((row) => [row.querySelector("a").pathname.split("/").at(-2), row]))
  return index.roles
    .filter((role) => rows.has(role.slug))
    .map((role) => ({
      row: rows.get(role.slug),
      names: [role.title, ...role.also_called],
      own: [role.title, ...role.also_called].flatMap(words),
      all: words(rows.get(role.slug).textContent),
      terms: {
        ...role.facets,
        kind: [role.kind],
        family: [role.family],
        situation: index.situations.filter((door) => door.roles.includes(role.slug)).map((door) => door.id),
      },
    }))
}

const start = (index) => {
  const roles = withRows(index)
  const known = [...new Set(roles.flatMap((role) => role.own))]
  let order = ""

  const fits = (role, chosen, except) =>
    facets.every((name) => name === except || !chosen[name].size || role.terms[name]?.some((term) => chosen[name].has(term)))

  /** Whether a role has every word of the query, one slip of each forgiven. */
  const matcher = (query) => {
    const roots = words(query).map((word) => (word.length <= 3 ? word : stem(meant(word, known) ?? word)))
    return (role) => roots.every((root) => [...role.own, ...role.all].some((word) => (root.length <= 3 ? word === root : word.startsWith(root))))
  }

  /** The other name of a role by which a query found it, where its title alone would not have. */
  const reason = (role, query) => {
    const roots = words(query).map((word) => stem(meant(word, known) ?? word))
    const has = (name) => roots.some((root) => words(name).some((word) => word.startsWith(root)))
    return query && !has(role.names[0]) ? role.names.slice(1).find(has) : undefined
  }

  const show = () => {
    const { query, chosen } = asked()
    const matches = matcher(query)
    const found = roles.filter(matches)
    const shown = new Set(found.filter((role) => fits(role, chosen)))
    for (const role of roles) {
      role.row.hidden = !shown.has(role)
      explain(role, shown.has(role) ? reason(role, query) : undefined)
    }
    for (const box of boxes) {
      const here = found.filter((role) => fits(role, chosen, box.name) && role.terms[box.name]?.includes(box.value)).length
      box.parentElement.querySelector(".finder__count").textContent = here
      box.parentElement.classList.toggle("finder__empty", !here && !box.checked)
    }
    const { one, many, none } = status.dataset
    status.textContent = (shown.size === 1 ? one : shown.size ? many : none).replace("#", shown.size)
    suggest(shown.size, found, chosen, query)
  }

  const explain = (role, name) => {
    let note = role.row.querySelector(".finder__why")
    if (!note && name) {
      note = Object.assign(document.createElement("span"), { className: "finder__why" })
      role.row.cells[0].append(note)
    }
    if (note) note.textContent = name ? form.dataset.why.replace("#", name) : ""
  }

  /** Where nothing fits: what to leave out, and how many roles would be left. */
  const suggest = (count, found, chosen, query) => {
    drops.replaceChildren()
    if (count) return
    const offers = boxes
      .filter((box) => box.checked)
      .map((box) => {
        const others = { ...chosen, [box.name]: new Set([...chosen[box.name]].filter((term) => term !== box.value)) }
        return [box.dataset.label, found.filter((role) => fits(role, others)).length, () => (box.checked = false)]
      })
    if (query) offers.push([`“${query}”`, roles.filter((role) => fits(role, chosen)).length, () => (form.elements.q.value = "")])
    for (const [label, left, drop] of offers.filter(([, left]) => left)) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "md-button" })
      button.textContent = form.dataset.drop.replace("#", label).replace("%", left)
      button.addEventListener("click", () => (drop(), remember(), show(), form.elements.q.focus()))
      const entry = document.createElement("li")
      entry.append(button)
      drops.append(entry)
    }
  }

  const remember = (replace) => {
    const { query, chosen } = asked()
    const state = new URLSearchParams(query ? { q: query } : {})
    for (const name of facets) for (const term of chosen[name]) state.append(name, term)
    if (order) state.set("sort", order)
    const address = `${location.pathname}${state.size ? `?${state}` : ""}`
    if (address !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", address)
  }

  const recall = () => {
    const state = new URLSearchParams(location.search)
    form.elements.q.value = state.get("q") ?? ""
    for (const box of boxes) box.checked = state.getAll(box.name).includes(box.value)
    for (const group of form.querySelectorAll("details")) group.open ||= Boolean(group.querySelector("input:checked"))
    sort(state.get("sort") ?? "")
    show()
  }

  /** Sorts by a column: `2` upwards, `-2` downwards; with an empty order as the page was made. */
  const sort = (wanted) => {
    order = /^-?\d+$/.test(wanted) && table.tHead.rows[0].cells[Math.abs(wanted)] ? wanted : ""
    const at = Math.abs(order)
    const rows = roles.map((role) => role.row)
    if (order) rows.sort((one, other) => column(one.cells[at]).localeCompare(column(other.cells[at])))
    if (order.startsWith("-")) rows.reverse()
    table.tBodies[0].append(...rows)
    for (const [number, head] of [...table.tHead.rows[0].cells].entries()) {
      const direction = order.startsWith("-") ? "descending" : "ascending"
      if (order && number === at) head.setAttribute("aria-sort", direction)
      else head.removeAttribute("aria-sort")
    }
  }

  for (const [number, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "finder__sort" })
    button.append(...head.childNodes)
    button.addEventListener("click", () => (sort(order === `${number}` ? `-${number}` : `${number}`), remember()))
    head.append(button)
  }
  form.addEventListener("input", (event) => (remember(event.target.type === "search"), show()))
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("reset", () => setTimeout(() => (sort(""), remember(), show())))
  window.addEventListener("popstate", recall)
  form.hidden = false
  recall()
}

fetch(form.dataset.index)
  .then((answer) => answer.json())
  .then(start)
  .catch(() => (form.hidden = true))
