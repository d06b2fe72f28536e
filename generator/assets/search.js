/*
 * Lay words for Material's search: endings, synonyms and one slip of the finger; and whole names before mere words.
 *
 * Material hands the index to a worker as a message of type 0 and each query as one of type 2, adds a wildcard to each
 * word, and gets results as a message of type 3. This script stands before Material's bundle and rewrites those messages.
 * It is a classic script, because a module would come too late; what it knows of words it loads with the first query, and
 * without them it changes nothing. It also has the index wait until the search is turned to, since most pages are read
 * without it. Where the book is so large that Pagefind has its index, `pagefind.js` answers in place of the worker.
 */
(() => {
  const SETUP = 0
  const READY = 1
  const QUERY = 2
  const RESULT = 3
  const MOMENT = 80 // milliseconds, less than between most people's letters
  const here = document.currentScript
  const { pagefind } = here.dataset
  const index = pagefind && new URL(pagefind, location).href

  const engine = () => import(new URL("pagefind.js", here.src))

  let loading
  const load = () =>
    (loading ??= Promise.all([import(new URL("words.js", here.src)), fetch(here.dataset.words).then((answer) => answer.json())]))

  /** The word as the index knows it: an exact short word, a stem, or the nearest known word's stem. */
  const rewritten = (word, { stem, meant }, { words, synonyms }) => {
    if (/[+\-~^:*"]/.test(word)) return word
    const plain = synonyms[word.toLowerCase()] ?? word.toLowerCase()
    // Pagefind takes the endings off by itself, and prefers whole words.
    if (index) return meant(plain, words) ?? plain
    if (plain.includes(" ")) return plain.split(" ").map(stem).join(" ")
    if (plain.length <= 3 && words.includes(plain)) return `${plain}^1`
    return stem(meant(plain, words) ?? plain)
  }

  const rewrite = (query, [rules, known]) =>
    query.split(index ? /[^\p{L}\p{N}"]+/u : /\s+/).filter(Boolean).map((word) => rewritten(word, rules, known)).join(" ")

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

  /** What stands in the box once nobody types for a moment: each answer of Pagefind's is some files to load. */
  const settled = async (asked) => {
    const box = document.forms.search?.query
    let seen
    while (box && seen !== box.value) {
      seen = box.value
      await new Promise((go) => setTimeout(go, MOMENT))
    }
    return seen ?? asked
  }

  /** Says on the page how many there are, where only the best of them are shown. */
  const counted = ({ items, total }) => {
    const line = document.querySelector(".md-search-result__meta")
    const told = () => JSON.parse(document.getElementById("__config").textContent).translations["search.result.other"]
    if (line && total > items.length) line.textContent = told().replace("#", `${items.length} / ${total}`)
  }

  const Worker = window.Worker
  window.Worker = class extends Worker {
    #typed = ""
    #turn = 0

    constructor(address, ...rest) {
      if (!/\/workers\/search\.[^/]*$/.test(address)) return new Worker(address, ...rest)
      super(index ? "data:text/javascript," : address, ...rest)
    }

    addEventListener(type, listener, ...rest) {
      if (type !== "message" || typeof listener !== "function") return super.addEventListener(type, listener, ...rest)
      return super.addEventListener(type, (event) => listener(ordered(event, this.#typed)), ...rest)
    }

    postMessage(message, ...rest) {
      if (index) {
        this.#answer(message)
      } else if (message?.type === QUERY && typeof message.data === "string") {
        this.#typed = simple(message.data)
        load()
          .then((known) => rewrite(message.data, known), () => message.data)
          .then((query) => super.postMessage({ ...message, data: query }, ...rest))
      } else {
        if (message?.type === SETUP && message.data?.docs) {
          message.data.docs = message.data.docs.map(namedOnce)
          // A title is as good a name as any other; Material would let the others outweigh it a thousandfold.
          message.data.config.fields.title = message.data.config.fields.tags
        }
        super.postMessage(message, ...rest)
      }
    }

    /** What the worker would say; of two queries the later one has the last word, however long each takes. */
    async #answer({ type, data }) {
      const say = (message) => this.dispatchEvent(new MessageEvent("message", { data: message }))
      if (type === SETUP) {
        engine().then(({ begin }) => begin(index))
        say({ type: READY })
      } else if (type === QUERY) {
        const turn = ++this.#turn
        const asked = await settled(data)
        const query = await load().then((known) => rewrite(asked, known)).catch(() => asked)
        const found = await engine().then(({ answer }) => answer(index, query)).catch(() => ({ items: [], total: 0 }))
        if (turn !== this.#turn) return
        this.#typed = simple(asked)
        say({ type: RESULT, data: found })
        counted(found)
      }
    }
  }
})()
