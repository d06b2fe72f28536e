/* How a word that was typed is matched with the words of the book: endings, and one slip of the finger. */

const ENDINGS = /(ations?|ings?|ers?|ors?|ies|ants?|ents?|es|s|y)$/
const SHORTEST_STEM = 4
const SHORTEST_SLIP = 5

/** The word without its ending, if enough of it is left. */
export const stem = (word) => {
  const cut = word.replace(ENDINGS, "")
  return cut.length >= SHORTEST_STEM ? cut : word
}

/** Whether two words differ by one letter added, left out or changed, or by two that swapped places. */
export const oneSlipApart = (one, other) => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let start = 0
  while (start < short.length && short[start] === long[start]) start++
  const after = (text, skipped) => text.slice(start + skipped)
  if (short.length < long.length) return after(short, 0) === after(long, 1)
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start] && after(short, 2) === after(long, 2)
  return swapped || after(short, 1) === after(long, 1)
}

/** The known word that a word of no known beginning was most likely meant to be, if any. */
export const meant = (word, known) => {
  const root = stem(word)
  if (word.length < SHORTEST_SLIP || known.some((other) => other.startsWith(root))) return null
  return known.find((other) => other.length >= SHORTEST_SLIP && oneSlipApart(word, other)) ?? null
}

/** The words of a text, in small letters. */
export const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The words of a text as `finds` looks for them: each once, between blanks. */
export const haystack = (...texts) => ` ${[...new Set(texts.flatMap(words))].join(" ")} `

/**
 * What a query asks for: a list of demands, all to be met. A demand is a list of alternatives, the reader's own words and
 * those that the book uses for them; an alternative is a list of needles. `read` holds each slip with the word it was
 * taken for.
 */
export const demands = (query, known, synonyms = {}) => {
  const exact = new Set(known)
  const read = []
  const needle = (word) => {
    if (word.length < SHORTEST_STEM) return exact.has(word) ? ` ${word} ` : ` ${word}`
    const other = meant(word, known)
    if (other) read.push([word, other])
    return ` ${stem(other ?? word)}`
  }
  const found = []
  let rest = ` ${words(query).join(" ")} `
  for (const [phrase, other] of Object.entries(synonyms)) {
    const own = ` ${words(phrase).join(" ")} `
    if (!rest.includes(own)) continue
    rest = rest.replace(own, " ")
    found.push([words(phrase).map((word) => ` ${word} `), words(other).map(needle)])
  }
  return { demands: [...found, ...words(rest).map((word) => [[needle(word)]])], read }
}

/** Whether a haystack meets a demand. */
export const finds = (hay, demand) => demand.some((needles) => needles.every((needle) => hay.includes(needle)))
