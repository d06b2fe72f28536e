/*
 * Lay words for Material's search: endings, synonyms and one slip of the finger.
 *
 * Material hands the index to a worker as a message of type 0 and each query as one of type 2, and adds a wildcard to
 * each word. This script stands before Material's bundle and rewrites those messages. It is a classic script, because a
 * module would come too late. Without the word list, endings are cut all the same.
 */
(() => {
  const SETUP = 0
  const QUERY = 2
  const ENDINGS = /(ations?|ings?|ers?|ors?|ies|ants?|ents?|es|s|y)$/
  const SHORTEST_STEM = 4
  const wordsAddress = document.currentScript.dataset.words

  let loading
  const load = () =>
    (loading ??= fetch(wordsAddress)
      .then((answer) => answer.json())
      .catch(() => ({ words: [], synonyms: {} })))

  const stem = (word) => {
    const cut = word.replace(ENDINGS, "")
    return cut.length >= SHORTEST_STEM ? cut : word
  }

  /** Whether two words differ by one letter added, left out, changed, or by two that swapped places. */
  const oneSlipApart = (one, other) => {
    const [short, long] = one.length <= other.length ? [one, other] : [other, one]
    if (long.length - short.length > 1) return false
    let start = 0
    while (start < short.length && short[start] === long[start]) start++
    const rest = (text, from) => text.slice(from)
    if (short.length < long.length) return rest(short, start) === rest(long, start + 1)
    const swapped =
      short[start] === long[start + 1] && short[start + 1] === long[start] && rest(short, start + 2) === rest(long, start + 2)
    return swapped || rest(short, start + 1) === rest(long, start + 1)
  }

  /** The word as the index knows it: an exact short word, a stem, or the nearest known word's stem. */
  const rewritten = (word, { words, synonyms }) => {
    if (/[+\-~^:*"]/.test(word)) return word
    const meant = synonyms[word.toLowerCase()] ?? word.toLowerCase()
    if (meant.includes(" ")) return meant.split(" ").map((part) => rewritten(part, { words, synonyms: {} })).join(" ")
    if (meant.length <= 3 && words.includes(meant)) return `${meant}^1`
    const root = stem(meant)
    if (meant.length < 5 || words.some((known) => known.startsWith(root))) return root
    const near = words.find((known) => known.length > 4 && oneSlipApart(meant, known))
    return near ? stem(near) : root
  }

  const rewrite = (query, known) => query.split(/\s+/).filter(Boolean).map((word) => rewritten(word, known)).join(" ")

  /** Other names belong to the page: left on each of its sections, they would bury the page under its own parts. */
  const namedOnce = (doc) => (doc.location.includes("#") ? { ...doc, tags: undefined, boost: undefined } : doc)

  window.Worker = class extends window.Worker {
    postMessage(message, ...rest) {
      if (message?.type === SETUP && message.data?.docs) {
        message.data.docs = message.data.docs.map(namedOnce)
      } else if (message?.type === QUERY && typeof message.data === "string") {
        load().then((known) => super.postMessage({ ...message, data: rewrite(message.data, known) }, ...rest))
        return
      }
      super.postMessage(message, ...rest)
    }
  }
})()
