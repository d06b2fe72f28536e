/* How the file leaves the form: to GitHub, to the clipboard, to a file. */
import { find, make, say } from "./elements.js"

const LONGEST_ADDRESS = 7500

const onGitHub = (edit) => {
  try {
    const address = new URL(edit)
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

export const waysOut = (state) => {
  // What leaves the form is what stands in it now, however fast the hand was.
  find("form-send").addEventListener("click", () => state.update(), true)
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
export const showOut = (state) => {
  const { present, at, faults } = state
  const edit = onGitHub(state.edit)
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
