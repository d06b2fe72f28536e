/*
 * The form for a role's file: built from the JSON Schema that the checks enforce and from the words of the book, and
 * written out as YAML that is read back as it was typed. What stands in the form is kept in this browser only.
 */
import { draftOf } from "./draft.js"
import { find, make, say } from "./elements.js"
import { paint } from "./faults.js"
import { record } from "./groups.js"
import { place } from "./place.js"
import { folded } from "./rules.js"
import { shared } from "./shared.js"
import { showOut, waysOut } from "./ways-out.js"
import { yaml } from "./yaml.js"

const script = document.querySelector("script[data-form-schema]")

const slugOf = (title) =>
  title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80)

const later = (work, delay) => {
  let waiting
  return () => {
    clearTimeout(waiting)
    waiting = setTimeout(work, delay)
  }
}

const start = async () => {
  const load = async (address) => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return answer.json()
  }
  const slug = new URLSearchParams(location.search).get("role")
  ;[shared.schema, shared.book] = await Promise.all([load(script.dataset.formSchema), load(script.dataset.formBook)])
  const present = slug && slug in shared.book.roles ? await load(`${script.dataset.formValues}${slug}.json`) : null
  await build(present ? { slug, ...present } : null)
  if (slug && !present) find("form-draft").prepend(`No role has the short name ${slug}; this form is for a new one. `)
}

const build = async (present) => {
  const home = present ? null : place()
  const whole = record({ part: shared.schema, name: "role", label: "Role", required: true, bare: true })
  const title = Object.values(whole.element.querySelectorAll("input"))[0]
  find("form-fields").append(...(home ? [home.element] : []), whole.element)
  for (const [name, ids] of [["form-roles", shared.book.roles], ["form-sources", {}]]) {
    find("role-form").append(make("datalist", { id: name }, ...Object.entries(ids).map(([value, label]) => make("option", { value, label }))))
  }
  if (present) {
    document.querySelector("article h1").firstChild.textContent = `Correct: ${shared.book.roles[present.slug]}`
    document.querySelectorAll("[data-when='new']").forEach((part) => part.remove())
  } else document.querySelectorAll("[data-when='correction']").forEach((part) => part.remove())

  const state = { present, home, whole, draft: draftOf(present), edit: script.dataset.formEdit, update: () => update(state) }
  restore(state)
  const soon = later(() => update(state), 120)
  shared.changed = () => {
    find("form-yaml").setAttribute("aria-busy", "true")
    soon()
  }
  const form = find("role-form").querySelector("form")
  form.addEventListener("input", () => {
    if (home && !home.typed()) home.suggest(slugOf(folded(title.value)))
    shared.changed()
  })
  form.addEventListener("focusout", ({ target }) => touch(target))
  form.addEventListener("change", ({ target }) => touch(target))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    shared.submitted = true
    update(state)
    find(state.faults.length ? "form-summary" : "form-send").focus()
  })
  find("form-clear").addEventListener("click", () => {
    state.draft.clear()
    shared.submitted = false
    shared.touched.clear()
    restore(state)
    update(state)
    title.focus()
    say("The draft is cleared.")
  })
  waysOut(state)
  find("role-form").hidden = false
  find("form-template").removeAttribute("open")
  update(state)
}

const touch = (target) => {
  const known = target.closest("[aria-describedby$='-error']")
  if (known) shared.touched.add(known.id)
  shared.changed()
}

const restore = (state) => {
  const { present, home, whole } = state
  const draft = state.draft.read()
  const empty = present?.values ?? { reviewed: new Date().toISOString().slice(0, 7) }
  whole.write(draft?.values ?? empty)
  home?.write(draft?.home)
  state.from = JSON.stringify([home?.read(), whole.read()])
  const stale = draft && present && JSON.stringify(draft.base) !== JSON.stringify(present.values)
  find("form-draft").textContent = !draft
    ? "What you type is kept in this browser until you clear it. Nothing is sent."
    : `Your draft was restored.${stale ? " The page has changed since you began; clear the draft to start from what it says now." : ""}`
}

const update = (state) => {
  const { present, home, whole } = state
  const values = whole.read() ?? {}
  const at = home?.read() ?? { family: present.path.split("/")[0], slug: present.slug }
  const written = JSON.stringify(values)
  shared.about = {
    own: at.slug,
    declared: new Set(Object.keys(values.sources ?? {})),
    cited: new Set([...[...written.matchAll(/\[\^([^\]"]+)\]/g)].map((match) => match[1]), ...citedIn(values)]),
  }
  find("form-sources").replaceChildren(...[...shared.about.declared].map((value) => make("option", { value })))
  state.text = `# yaml-language-server: $schema=../role.schema.json\n${yaml(values).join("\n")}\n`
  state.at = at
  const found = []
  home?.check((fault) => found.push(fault))
  whole.check((fault) => found.push(fault))
  const same = Object.entries(shared.book.roles).find(([slug, title]) => slug !== at.slug && folded(title).toLowerCase() === values.title?.toLowerCase())
  if (same) found.push({ id: whole.element.querySelector("input").id, label: "Title", text: "another role has this title: say what sets it apart" })
  state.faults = found.filter(({ soft }) => !soft)
  paint(found)
  find("form-yaml").textContent = state.text
  find("form-yaml").setAttribute("aria-busy", "false")
  showOut(state)
  if (JSON.stringify([home?.read(), values]) !== state.from) state.draft.keep({ values, home: home?.read(), base: present?.values })
}

/** The ids in every `sources` list inside a value. */
const citedIn = (value) => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === "sources" && Array.isArray(inner) ? inner : citedIn(inner)))
}

if (script && find("role-form")) {
  start().catch((error) => {
    find("form-failed").hidden = false
    find("form-failed").append(` (${error.message})`)
  })
}
