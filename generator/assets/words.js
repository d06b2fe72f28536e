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
