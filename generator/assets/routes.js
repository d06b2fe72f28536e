/*
 * The page of routes: up to three from one role to another, where a role leads, and from where it is reached.
 *
 * The page is whole without it. Words and labels are made by the template; a step's description is the one that the
 * page holds further down. What is chosen lives in the address.
 */
import { distances, gap, graphOf, reached, routes, stepsOf } from "./ways.js"

const form = document.querySelector("form.routes-form")
const words = document.querySelector("template.routes-words").content
const found = document.querySelector(".routes-found")
const all = document.querySelector(".routes-all")
const status = form.querySelector("[role=status]")

const word = (name, ...values) => values.reduce((text, value) => text.replace("#", value), words.querySelector(`[data-word=${name}]`).textContent)
const label = (kind) => words.querySelector(`.${kind}`).cloneNode(true)
const made = (tag, ...children) => {
  const element = document.createElement(tag)
  element.append(...children)
  return element
}
const link = (href, text) => Object.assign(made("a", text), { href })

const start = (graph) => {
  const title = (slug) => graph.roles.get(slug).title
  const role = (slug, place = "") => link(form.dataset.role.replace("~", slug) + place, title(slug))
  const counted = (steps) => word(steps === 1 ? "step" : "steps", steps)
  const weakest = (steps) => label(`grade--${steps.reduce((worst, step) => (step.doubt > worst.doubt ? step : worst)).evidence}`)

  /** What is known of one step: as the page describes it, or in short where the page has too many of them. */
  const told = (step) => {
    const section = document.getElementById(`step-${step.from}--${step.to}`)
    if (section) return [...section.children].filter((child) => child.tagName !== "H3").map((child) => child.cloneNode(true))
    return [made("p", label(`way--${step.way}`), " · ", label(`grade--${step.evidence}`))]
  }

  /** One role of a route, with the step that leads on from it. */
  const rung = (slug, step) => {
    const head = made("h4", role(slug), " ", label(`kind--${graph.roles.get(slug).kind}`))
    const body = step ? [Object.assign(made("div", ...told(step), made("p", `${word("more")} `, role(step.from, "#leads-to"), ".")), { className: `step step--${step.way}` })] : []
    return Object.assign(made("li", head, ...body), { className: "rung" })
  }

  const ladder = (path) => {
    const steps = stepsOf(graph, path)
    return Object.assign(made("ol", ...path.map((slug, at) => rung(slug, steps[at]))), { className: "rungs routes-rungs" })
  }

  const route = ({ path, merits }, alone) => {
    const steps = stepsOf(graph, path)
    const name = alone ? word("only") : merits.map((merit) => word(merit)).join(", ") || word("other")
    const head = made("h3", name[0].toUpperCase() + name.slice(1))
    const section = made("section", head, made("p", `${counted(steps.length)} · ${word("weakest")} `, weakest(steps)), ladder(path))
    section.dataset.path = path.join(" ")
    section.dataset.merits = merits.join(" ")
    return section
  }

  const nearest = (from, to) => {
    const near = gap(graph, from, to)
    const head = made("h3", word("nearest"))
    if (!near) return made("section", head, made("p", word("nothing")))
    const missing = Object.assign(made("p", word(near.alike ? "alike" : "family")), { className: "routes-gap" })
    const section = made("section", head, ladder(near.before), missing, ladder(near.after))
    section.dataset.gap = `${near.before.join(" ")} | ${near.after.join(" ")}`
    return section
  }

  /** The shortest route to, or from, each of several roles, each a link to the routes between the two. */
  const list = (paths) => {
    const entries = paths
      .sort((one, other) => one.length - other.length || one.map(title).join().localeCompare(other.map(title).join()))
      .map((path) => made("li", link(`?from=${path[0]}&to=${path.at(-1)}`, path.map(title).join(" → ")), ` · ${counted(path.length - 1)} · ${word("weakest")} `, weakest(stepsOf(graph, path))))
    return made("ul", ...entries)
  }

  const goals = (from) => [...reached(graph, from).values()].filter((path) => path.length > 1)
  const starts = (to) => [...distances(graph, to).keys()].filter((slug) => slug !== to).map((slug) => reached(graph, slug).get(to))
  const several = (name, count) => status.dataset[`${name}${count === 1 ? "One" : "Many"}`].replace("#", count)

  const between = (from, to) => {
    const ways = routes(graph, from, to)
    const { one, many, none } = status.dataset
    status.textContent = (ways.length === 1 ? one : ways.length ? many : none).replace("#", ways.length)
    const parts = ways.length ? ways.map((way) => route(way, ways.length === 1)) : [nearest(from, to)]
    return [made("h2", word("title", title(from), title(to))), ...parts]
  }

  const toward = (name, slug, paths) => {
    status.textContent = several(name, paths.length)
    return [made("h2", word(name, title(slug))), list(paths)]
  }

  const show = () => {
    const [from, to] = [form.elements.from.value, form.elements.to.value]
    status.textContent = ""
    found.replaceChildren(...(from && to && from !== to ? between(from, to) : from ? toward("goals", from, goals(from)) : to ? toward("starts", to, starts(to)) : []))
    found.hidden = !from && !to
    all.hidden = !found.hidden
  }

  const recall = () => {
    const state = new URLSearchParams(location.search)
    for (const name of ["from", "to"]) form.elements[name].value = graph.roles.has(state.get(name)) ? state.get(name) : ""
    show()
  }

  const remember = () => {
    const state = new URLSearchParams()
    for (const name of ["from", "to"]) if (form.elements[name].value) state.set(name, form.elements[name].value)
    history.pushState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}`)
  }

  const slugs = [...graph.roles.keys()].sort((one, other) => title(one).localeCompare(title(other)))
  for (const name of ["from", "to"]) form.elements[name].append(new Option(form.dataset.any, ""), ...slugs.map((slug) => new Option(title(slug), slug)))
  form.addEventListener("change", () => (remember(), show()))
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("reset", () => setTimeout(() => (remember(), show())))
  window.addEventListener("popstate", recall)
  form.hidden = false
  recall()
}

if (form)
  fetch(form.dataset.graph)
    .then((answer) => answer.json())
    .then((data) => start(graphOf(data)))
    .catch(() => (form.hidden = true))
