/* Pagefind's answers, in the form in which Material's search shows its own. */

const MOST = 20
const BETWEEN = " | " // as `generator/pagefind.py` has it

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)

let engine

/** Pagefind, ready to be asked. */
const begun = (address) =>
  (engine ??= import(address).then(async (found) => {
    await found.init()
    return found
  }))

/** Have all that any query needs loaded. */
export const begin = (address) => begun(address).catch(() => {})

/** The words of a query, each with whether the page holds one that begins like it. */
const terms = (query, text) => {
  const held = text.toLowerCase()
  return Object.fromEntries(query.toLowerCase().split(/\s+/).filter(Boolean).map((word) => [word, held.includes(word)]))
}

/** A page and the sections of it that answer, as Material has them. */
const item = (query, score, { meta, excerpt, content, sub_results: sections }) => {
  const tags = meta.names?.split(BETWEEN)
  const page = { location: meta.location, title: escaped(meta.title), text: excerpt, score, terms: terms(query, content) }
  const parts = sections
    .filter(({ anchor }) => anchor)
    .map(({ title, anchor, excerpt: text }) => ({
      ...page, location: `${meta.location}#${anchor.id}`, title: escaped(title), text,
    }))
  return [tags ? { ...page, tags: tags.map(escaped) } : page, ...parts]
}

/** What is found for a query, the best first. */
export const answer = async (address, query) => {
  const { results } = await (await begun(address)).search(query)
  const best = results.slice(0, MOST)
  const found = await Promise.all(best.map((result) => result.data()))
  return { items: found.map((data, at) => item(query, best[at].score, data)), total: results.length }
}
