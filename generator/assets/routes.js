/* The page of routes: shows those from one role, to one role, or from one to the other; without it all are shown. */

const form = document.querySelector("form.routes-form")
const status = form.querySelector("[role=status]")
const routes = [...document.querySelectorAll(".route")]
const sections = [...document.querySelectorAll("section.routes")]

const show = () => {
  const from = form.elements.from.value
  const to = form.elements.to.value
  const fits = (route) => (!from || route.dataset.from === from) && (!to || route.dataset.to === to)
  const near = (route) => route.dataset.from === from || route.dataset.to === to
  const found = routes.filter(fits)
  const shown = new Set(found.length ? found : routes.filter(near))
  for (const route of routes) route.hidden = !shown.has(route)
  for (const section of sections) section.hidden = ![...section.querySelectorAll(".route")].some((route) => shown.has(route))
  const ways = found.reduce((total, route) => total + route.querySelectorAll("li").length, 0)
  const { one, many, none } = status.dataset
  status.textContent = (ways === 1 ? one : ways ? many : none).replace("#", ways)
}

const recall = () => {
  const state = new URLSearchParams(location.search)
  for (const name of ["from", "to"]) form.elements[name].value = state.get(name) ?? ""
  show()
}

const remember = () => {
  const state = new URLSearchParams()
  for (const name of ["from", "to"]) if (form.elements[name].value) state.set(name, form.elements[name].value)
  history.pushState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}`)
}

form.addEventListener("change", () => (remember(), show()))
form.addEventListener("reset", () => setTimeout(() => (remember(), show())))
window.addEventListener("popstate", recall)
form.hidden = false
recall()
