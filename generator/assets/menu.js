/*
 * Material opens its menu and its search on narrow screens with labels, which no key can reach, and leaves the links of
 * the closed menu in the order of the Tab key. Without this script both work by pointer, as Material made them.
 */
const narrow = window.matchMedia("(max-width: 76.1875em)")
const drawer = document.getElementById("__drawer")
const sidebar = document.querySelector(".md-sidebar--primary")

/** Puts a button that does the same in the place of a label. */
const asButton = (label, name, toggle) => {
  const button = document.createElement("button")
  button.type = "button"
  button.className = label.className
  button.setAttribute("for", toggle.id) // the theme shows and hides it by this
  button.setAttribute("aria-label", name)
  button.append(...label.childNodes)
  button.addEventListener("click", () => toggle.click())
  label.replaceWith(button)
  const tell = () => button.setAttribute("aria-expanded", String(toggle.checked))
  toggle.addEventListener("change", tell)
  tell()
}

for (const [target, name] of [["__drawer", "Menu"], ["__search", "Search"]]) {
  const label = document.querySelector(`.md-header label[for="${target}"]`)
  const toggle = document.getElementById(target)
  if (label && toggle) asButton(label, name, toggle)
}

if (drawer && sidebar) {
  const settle = () => {
    sidebar.inert = narrow.matches && !drawer.checked
  }
  drawer.addEventListener("change", () => {
    settle()
    if (drawer.checked) sidebar.querySelector("a[href]")?.focus()
  })
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return
    drawer.click()
    document.querySelector('.md-header [for="__drawer"]')?.focus()
  })
  narrow.addEventListener("change", settle)
  settle()
}
