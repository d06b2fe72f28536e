/*
 * The shortlist: roles with a note each, kept in this browser and sent nowhere.
 *
 * One origin can hold several sites, so the place in the browser's store bears the address of this one. Where nothing can
 * be stored, the list lives as long as the page.
 */
const PLACE = `rolebook:shortlist:${new URL("..", import.meta.url).pathname}`
const LONGEST_NOTE = 500
const MOST = 500
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

let memory = null
const changes = new EventTarget()

const stored = () => {
  try {
    return memory ?? localStorage.getItem(PLACE) ?? "[]"
  } catch {
    return "[]"
  }
}

/** The entries of a value from outside that are entries of a shortlist: `{ slug, title, note }`, each role once. */
export const sound = (value) => {
  const text = (given, most) => (typeof given === "string" ? given.slice(0, most) : "")
  const entries = (Array.isArray(value) ? value : [])
    .filter((entry) => typeof entry?.slug === "string" && entry.slug.length <= 80 && SLUG.test(entry.slug))
    .map(({ slug, title, note }) => [slug, { slug, title: text(title, 160) || slug, note: text(note, LONGEST_NOTE) }])
  return [...new Map(entries).values()].slice(0, MOST)
}

/** The roles on the list, in the order in which they came. */
export const kept = () => {
  try {
    return sound(JSON.parse(stored()))
  } catch {
    return []
  }
}

/** Whether a role is on the list. */
export const keeps = (slug) => kept().some((entry) => entry.slug === slug)

const store = (entries) => {
  const text = JSON.stringify(entries)
  try {
    localStorage.setItem(PLACE, text)
  } catch {
    memory = text
  }
}

const keep = (entries) => {
  store(entries)
  changes.dispatchEvent(new Event("change"))
}

/** Put roles on the list; a role that is there keeps its place, and its note unless a new one comes along. */
export const add = (...entries) => {
  const list = new Map(kept().map((entry) => [entry.slug, entry]))
  for (const entry of sound(entries)) list.set(entry.slug, { ...entry, note: entry.note || list.get(entry.slug)?.note || "" })
  keep([...list.values()])
}

/** Take a role off the list, or all of them. */
export const drop = (slug) => keep(slug ? kept().filter((entry) => entry.slug !== slug) : [])

/** Write a note to a role on the list, without telling anybody: the field that it was typed into has it already. */
export const annotate = (slug, note) =>
  store(kept().map((entry) => (entry.slug === slug ? { ...entry, note: note.slice(0, LONGEST_NOTE) } : entry)))

/** Call back whenever the list changes, here or in another window. */
export const whenChanged = (call) => {
  changes.addEventListener("change", call)
  window.addEventListener("storage", (event) => (event.key === PLACE || event.key === null) && call())
}

/** Hand the reader a file. */
export const save = (name, type, text) => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
