/* Pagefind's answers, in the form in which Material's search shows its own. */

import { stem, words } from "./words.js"

const MOST = 20
const BETWEEN = " | " // as `generator/pagefind.py` has it

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)

let engine

/** Pagefind, ready to be asked; where it cannot be had, it is asked for again the next time. */
const begun = (address) =>
  (engine ??= import(address)
    .then(async (found) => {
      await found.options({ ranking: { metaWeights: { names: 5 } } })
      await found.init()
      return found
    })
    .catch((fault) => {
      engine = undefined
      throw fault
    }))

/** Have all that any query needs loaded. */
export const begin = (address) => begun(address).catch(() => {})

/** The words of a query, each with whether the page holds one with the same stem. */
const terms = (query, text) => {
  const held = text.toLowerCase()
  return Object.fromEntries(words(query).map((word) => [word, held.includes(stem(word))]))
}

/** The address of a page by the file from which Pagefind has it. */
const located = (file) => {
  const told = file.replace(/\.html$/, "").match(/[0-9a-f]{2}/g) ?? []
  return new TextDecoder().decode(Uint8Array.from(told, (byte) => parseInt(byte, 16)))
}

/** A page and the sections of it that answer, as Material has them. */
const item = (query, score, { meta, raw_url: file, excerpt, content, sub_results: sections }) => {
  const tags = meta.names?.split(BETWEEN)
  const title = escaped(meta.title ?? "")
  const page = { location: located(file), title, text: excerpt, score, terms: terms(query, content) }
  const parts = sections
    .filter(({ anchor }) => anchor)
    .map(({ title, anchor, excerpt: text }) => ({
      ...page, location: `${page.location}#${anchor.id}`, title: escaped(title), text,
    }))
  return [tags ? { ...page, tags: tags.map(escaped) } : page, ...parts]
}

/** What is found for a query, the best first; a page that cannot be loaded is left out. */
export const answer = async (address, query) => {
  const { results } = await (await begun(address)).search(query)
  const best = results.slice(0, MOST)
  const found = await Promise.allSettled(best.map((result) => result.data()))
  const items = found.flatMap(({ value }, at) => (value ? [item(query, best[at].score, value)] : []))
  return { items, total: results.length }
}
