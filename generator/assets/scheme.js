/*
 * Light or dark colours: those that the reader chose on this host, or those that the device asks for.
 *
 * A classic script at the head of the page, so that nothing is painted in the other colours first, and nothing styled twice:
 * Material's bundle would add the two classes later, for which a browser styles the whole page anew.
 */
(() => {
  const KEY = "rolebook:scheme"
  const page = document.body.dataset
  const buttons = [...document.querySelectorAll("button[data-scheme]")]
  const [light] = buttons.map((button) => button.dataset.scheme).filter((scheme) => scheme !== "slate")
  const dark = window.matchMedia(document.currentScript.dataset.dark ?? "(prefers-color-scheme: dark)")
  document.documentElement.className = "js js-focus-visible"

  const chosen = () => {
    try {
      return localStorage.getItem(KEY)
    } catch {
      return null
    }
  }
  const show = () => {
    page.mdColorScheme = [light, "slate"].includes(chosen()) ? chosen() : dark.matches ? "slate" : light
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      page.mdColorScheme = button.dataset.scheme
      buttons.find((other) => other !== button)?.focus()
      try {
        localStorage.setItem(KEY, button.dataset.scheme)
      } catch {
        // Then the choice holds for this page.
      }
    })
  }
  dark.addEventListener("change", show)
  show()
})()
