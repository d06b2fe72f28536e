/*
 * The finder: narrows the table of all roles by words and facets.
 *
 * The page is whole without it: the form is hidden, the table shows every role. The form's fields and texts are made by
 * the template; this script knows no facet by name. The state lives in the address, so that it can be shared and the
 * back button works. Of a long table only the first rows stand in the page, because laying them out is what takes the time.
 */
import { listed, tickable } from "./picks.js"
import { demands, finds, haystack, words } from "./words.js"

const AT_FIRST = 25

const form = document.querySelector("form.finder")
const table = document.querySelector(".finder-table table")
const body = table.tBodies[0]
const heads = [...table.tHead.rows[0].cells]
const status = form.querySelector("[role=status]")
const drops = form.querySelector(".finder__drops")
const more = document.querySelector(".finder__all")
const boxes = [...form.querySelectorAll("input[type=checkbox]")]
const facets = [...new Set(boxes.map((box) => box.name))]
const collator = new Intl.Collator(document.documentElement.lang || undefined)
const slugOf = (link) => link.pathname.replace(/\/$|\.html$/, "").split("/").at(-1)
const key = (name, term) => `${name}=${term}`
const places = new Map(boxes.map((box, place) => [key(box.name, box.value), place]))
const counters = boxes.map((box) => box.parentElement.querySelector(".finder__count"))
const facetOf = boxes.map((box) => facets.indexOf(box.name))

/** What is asked for, read from the form: the words, whether each box is checked, and the facets with one that is. */
const asked = () => choice(boxes.map((box) => box.checked))
const choice = (checked) => ({
  query: form.elements.q.value.trim(),
  checked,
  active: facets.map((_, facet) => facet).filter((facet) => checked.some((on, place) => on && facetOf[place] === facet)),
})

/** Each role of the index, in the order of the table, with its row, its words, and the terms it has of each facet. */
const withRows = (index) => {
  const known = new Map(index.roles.map((role) => [role.slug, role]))
  const doors = new Map(index.situations.map((door) => [door.id, new Set(door.roles)]))
  return [...body.rows].flatMap((row) => {
    const role = known.get(slugOf(row.querySelector("a")))
    if (!role) return []
    const situation = [...doors].filter(([, slugs]) => slugs.has(role.slug)).map(([id]) => id)
    const terms = { ...role.facets, kind: [role.kind], family: [role.family], situation }
    // For each facet the places of the boxes that this role fits.
    const marks = facets.map((name) => (terms[name] ?? []).map((term) => places.get(key(name, term))).filter((place) => place !== undefined))
    const told = marks.flatMap((found, facet) => (facets[facet] === "situation" ? [] : found)).map((place) => {
      const { label } = boxes[place].dataset
      return { label, hay: haystack(label.slice(label.indexOf(":") + 1), boxes[place].value) }
    })
    const names = [role.title, ...role.also_called]
    return { slug: role.slug, title: role.title, row, marks, names, told, own: haystack(role.title), all: haystack(...names, ...told.map(({ hay }) => hay)) }
  })
}

const start = (index) => {
  let roles = withRows(index)
  const known = [...new Set(roles.flatMap((role) => words(role.names.join(" "))))]
  let order = ""
  let whole = false
  const last = []

  /** How many roles each box would show, and which roles are shown now. */
  const weigh = (found, { checked, active }) => {
    const counts = new Uint32Array(boxes.length)
    const fitting = []
    for (const role of found) {
      const missing = active.filter((facet) => !role.marks[facet].some((place) => checked[place]))
      if (missing.length > 1) continue
      if (!missing.length) fitting.push(role)
      // A role that lacks one facet only would be shown by the other boxes of that facet.
      for (const facet of missing.length ? missing : role.marks.keys()) for (const place of role.marks[facet]) counts[place]++
    }
    return { counts, fitting }
  }

  const show = () => {
    const chosen = asked()
    const wanted = demands(chosen.query, known, index.synonyms)
    const found = roles.filter((role) => wanted.demands.every((demand) => finds(role.all, demand)))
    const { counts, fitting } = weigh(found, chosen)
    const visible = whole ? fitting : fitting.slice(0, AT_FIRST)
    reveal(visible)
    for (const role of visible) explain(role, wanted.demands)
    counts.forEach(count)
    tell(fitting.length, wanted.read)
    more.hidden = visible.length === fitting.length
    more.textContent = more.dataset.text.replace("#", fitting.length)
    suggest(fitting.length, found, chosen)
  }

  const reveal = (visible) => {
    visible.forEach(tickable)
    body.replaceChildren(...visible.map((role) => role.row))
  }

  const count = (here, place) => {
    if (last[place] === here) return
    last[place] = here
    counters[place].textContent = here
    boxes[place].parentElement.classList.toggle("finder__empty", !here)
  }

  const tell = (number, read) => {
    const { one, many, none, read: slip } = status.dataset
    const slips = read.map(([typed, meant]) => slip.replace("#", () => typed).replace("%", () => meant))
    status.textContent = [(number === 1 ? one : number ? many : none).replace("#", number), ...slips].join(" ")
  }

  /** Why a role was found, where its title does not show it: by another name, or by a facet. */
  const explain = (role, wanted) => {
    const hidden = wanted.filter((demand) => !finds(role.own, demand))
    const why = hidden.map((demand) => {
      const name = role.names.slice(1).find((other) => finds(haystack(other), demand))
      return name ? form.dataset.why.replace("#", () => name) : role.told.find(({ hay }) => finds(hay, demand))?.label
    })
    let note = role.row.querySelector(".finder__why")
    if (!note && !why.length) return
    if (!note) role.row.cells[0].append((note = Object.assign(document.createElement("span"), { className: "finder__why" })))
    note.textContent = [...new Set(why.filter(Boolean))].join(" · ")
  }

  /** Where nothing fits: what to leave out, and how many roles would be left. */
  const suggest = (number, found, chosen) => {
    drops.replaceChildren()
    if (number) return
    const without = (place) => weigh(found, choice(chosen.checked.map((on, other) => on && other !== place))).fitting.length
    const offers = boxes.flatMap((box, place) => (box.checked ? [[box.dataset.label, without(place), () => (box.checked = false)]] : []))
    if (chosen.query) offers.push([`“${chosen.query}”`, weigh(roles, chosen).fitting.length, () => (form.elements.q.value = "")])
    for (const [label, left, drop] of offers.filter(([, left]) => left)) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "md-button" })
      button.textContent = form.dataset.drop.replace("#", () => label).replace("%", left)
      button.addEventListener("click", () => (drop(), remember(), show(), form.elements.q.focus()))
      const entry = document.createElement("li")
      entry.append(button)
      drops.append(entry)
    }
  }

  // The words are not called `q` in the address: Material would open its own search with them.
  const remember = (replace) => {
    const { query } = asked()
    const state = new URLSearchParams(query ? { words: query } : {})
    for (const box of boxes) if (box.checked) state.append(box.name, box.value)
    if (order) state.set("sort", order)
    const address = `${location.pathname}${state.size ? `?${state}` : ""}`
    if (address !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", address)
  }

  const recall = () => {
    const state = new URLSearchParams(location.search)
    form.elements.q.value = state.get("words") ?? ""
    for (const box of boxes) box.checked = state.getAll(box.name).includes(box.value)
    for (const group of form.querySelectorAll("details")) group.open ||= Boolean(group.querySelector("input:checked"))
    sort(state.get("sort") ?? "")
    show()
  }

  /** Sorts by a column: `2` upwards, `-2` downwards; with an empty order as the page was made. */
  const made = [...roles]
  const sort = (wanted) => {
    order = /^-?\d+$/.test(wanted) && heads[Math.abs(wanted)] ? wanted : ""
    const at = Math.abs(order)
    roles = [...made]
    if (order) {
      const texts = new Map(roles.map((role) => [role, at ? role.row.cells[at].textContent.trim() : role.title]))
      roles.sort((one, other) => collator.compare(texts.get(one), texts.get(other)))
    }
    if (order.startsWith("-")) roles.reverse()
    for (const [number, head] of heads.entries()) {
      const direction = order.startsWith("-") ? "descending" : "ascending"
      if (order && number === at) head.setAttribute("aria-sort", direction)
      else head.removeAttribute("aria-sort")
    }
  }

  for (const [number, head] of heads.entries()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "finder__sort" })
    button.append(...head.childNodes)
    button.addEventListener("click", () => (sort(order === `${number}` ? `-${number}` : `${number}`), remember(), show()))
    head.append(button)
  }
  // The address can wait until the answer is painted: writing it takes a browser longer than finding the answer.
  const soon = (replace) => requestAnimationFrame(() => setTimeout(() => remember(replace)))
  form.addEventListener("input", (event) => ((whole = false), show(), soon(event.target.type === "search")))
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("reset", () => setTimeout(() => (sort(""), remember(), show())))
  more.addEventListener("click", () => {
    whole = true
    show()
    body.rows[AT_FIRST].querySelector("a").focus()
  })
  window.addEventListener("popstate", recall)
  listed(roles)
  recall()
  form.hidden = false
}

fetch(form.dataset.index)
  .then((answer) => answer.json())
  .then(start)
  .catch(() => form.remove())
