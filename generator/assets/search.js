/*
 * Lay words for Material's search: endings, synonyms and one slip of the finger; and whole names before mere words.
 *
 * Material hands the index to a worker as a message of type 0 and each query as one of type 2, adds a wildcard to each
 * word, and gets results as a message of type 3. This script stands before Material's bundle and rewrites those messages.
 * It is a classic script, because a module would come too late; what it knows of words it loads with the first query, and
 * without them it changes nothing. It also has the index wait until the search is turned to, since most pages are read
 * without it.
 */
(() => {
  const SETUP = 0
  const QUERY = 2
  const RESULT = 3
  const here = document.currentScript

  let loading
  const load = () =>
    (loading ??= Promise.all([import(new URL("words.js", here.src)), fetch(here.dataset.words).then((answer) => answer.json())]))

  /** The word as the index knows it: an exact short word, a stem, or the nearest known word's stem. */
  const rewritten = (word, { stem, meant }, { words, synonyms }) => {
    if (/[+\-~^:*"]/.test(word)) return word
    const plain = synonyms[word.toLowerCase()] ?? word.toLowerCase()
    if (plain.includes(" ")) return plain.split(" ").map(stem).join(" ")
    if (plain.length <= 3 && words.includes(plain)) return `${plain}^1`
    return stem(meant(plain, words) ?? plain)
  }

  const rewrite = (query, [rules, known]) =>
    query.split(/\s+/).filter(Boolean).map((word) => rewritten(word, rules, known)).join(" ")

  /** Other names belong to the page: left on each of its sections, they would bury the page under its own parts. */
  const namedOnce = (doc) => (doc.location.includes("#") ? { ...doc, tags: undefined, boost: undefined } : doc)

  /** When the search is first turned to, or at once where the address holds words to look for. */
  const turnedTo = new Promise((turn) => {
    const box = document.forms.search
    if (!box || /[?&][hq]=/.test(location.search)) return turn()
    for (const type of ["focusin", "pointerover", "pointerdown"]) box.addEventListener(type, turn, { once: true })
    document.getElementById("__search")?.addEventListener("change", turn, { once: true })
  })

  window.XMLHttpRequest = class extends window.XMLHttpRequest {
    #index = false

    open(method, address, ...rest) {
      this.#index = String(address).endsWith("/search/search_index.json")
      return super.open(method, address, ...rest)
    }

    send(...body) {
      if (this.#index) turnedTo.then(() => super.send(...body))
      else super.send(...body)
    }
  }

  const simple = (text) => text.replace(/<[^>]*>/g, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ")

  /** How well the names of a page fit what was typed: 0 is the whole name, then its beginning, a part of it, or less. */
  const distance = ([page], typed) => {
    const names = [page.title, ...(page.tags ?? [])].map(simple)
    const fits = [(name) => name === typed, (name) => name.startsWith(`${typed} `), (name) => ` ${name} `.includes(` ${typed} `)]
    const best = fits.findIndex((fit) => names.some(fit))
    return best < 0 ? fits.length : best
  }

  /** The results with the best fitting names first, and in their own order otherwise. */
  const ordered = (event, typed) => {
    if (event.data?.type !== RESULT || !typed.includes(" ")) return event
    const items = [...event.data.data.items].sort((one, other) => distance(one, typed) - distance(other, typed))
    return new MessageEvent("message", { data: { ...event.data, data: { ...event.data.data, items } } })
  }

  window.Worker = class extends window.Worker {
    #typed = ""

    addEventListener(type, listener, ...rest) {
      if (type !== "message" || typeof listener !== "function") return super.addEventListener(type, listener, ...rest)
      return super.addEventListener(type, (event) => listener(ordered(event, this.#typed)), ...rest)
    }

    postMessage(message, ...rest) {
      if (message?.type === SETUP && message.data?.docs) {
        message.data.docs = message.data.docs.map(namedOnce)
        // A title is as good a name as any other; Material would let the others outweigh it a thousandfold.
        message.data.config.fields.title = message.data.config.fields.tags
      } else if (message?.type === QUERY && typeof message.data === "string") {
        this.#typed = simple(message.data)
        load()
          .then((known) => rewrite(message.data, known), () => message.data)
          .then((query) => super.postMessage({ ...message, data: query }, ...rest))
        return
      }
      super.postMessage(message, ...rest)
    }
  }
})()
