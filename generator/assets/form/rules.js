/* What the schema and the book say of one value. */
import { shared } from "./shared.js"

export const resolve = (part) => {
  if (!part.$ref) return part
  const word = part.$ref.split("/").pop()
  return { ...shared.schema.$defs[word], ...part, word }
}
export const wordsOf = (name, part) => shared.book.words[part.word] ?? shared.book.words[name] ?? {}
export const inCharacters = (text) => [...text].length
export const folded = (text) => text.split(/\s+/).join(" ").trim()
export const slugPattern = () => shared.schema.properties["former-slugs"].items.pattern

export const isNumber = (value, part) => new RegExp(part.pattern ?? "^\\d+$").test(value)

/** What is wrong with a value by the rules of its schema and by what it names, or nothing. */
export const faultOf = (value, part, name) => {
  const written = String(value)
  if (part.type === "number" || part.type === "integer") return isNumber(written, part) ? "" : "write digits only, without commas or signs"
  const hidden = written.match(new RegExp(shared.book.hidden, "u"))
  if (hidden) return `an invisible character, U+${hidden[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}, stands in it: delete it`
  if (part.maxLength && inCharacters(written) > part.maxLength) {
    return `${inCharacters(written)} characters are more than ${part.maxLength}: shorten it`
  }
  if (part.pattern && !new RegExp(part.pattern, "u").test(written)) return badForm(part, name)
  if (part.word === "role-slug") return roleFault(written)
  if (part.word === "source-id") return shared.about.declared.has(written) ? "" : `no source has the short name ${written}: add it under Sources`
  return faultOfText(written, name)
}

const badForm = (part, name) => {
  if (name === "url") return "start the address with https:// and write it without spaces or quotes"
  if (part.pattern.includes("a-z")) return "use small letters, digits and single hyphens only"
  const example = part.examples?.[0]
  return `this is not written as asked${example === undefined ? "" : `; an example: ${example}`}`
}

const roleFault = (slug) => {
  if (slug === shared.about.own) return "this is the role itself: name another one"
  if (!(slug in shared.book.roles)) return `no role has the short name ${slug}: choose one from the list`
  return shared.book.retired.includes(slug) ? `${slug} is retired: name another one` : ""
}

const faultOfText = (value, name) => {
  if (name === "url") return ""
  const cited = [...value.matchAll(/\[\^([^\]]+)\]/g)].map((match) => match[1]).find((id) => !shared.about.declared.has(id))
  if (cited) return `no source has the short name ${cited}: add it under Sources`
  const linked = [...value.matchAll(/\[\[([^\]|]+)(?:\|[^\]]+)?\]\]/g)].map((match) => match[1])
  const guide = linked.filter((name) => name.startsWith("guide:")).map((name) => name.slice(6)).find((id) => !(id in shared.book.guides))
  if (guide !== undefined) return `no guide has the short name ${guide}; there are: ${Object.keys(shared.book.guides).join(", ")}`
  const role = linked.find((name) => !name.startsWith("guide:") && !(name in shared.book.roles))
  if (role) return `no role has the short name ${role}`
  if (/<[a-zA-Z/!?]/.test(value)) return "write plain text, without HTML"
  const address = resolve(shared.schema.$defs.Source.properties.url).pattern
  const unsafe = [...value.matchAll(/\]\(\s*<?([^)>\s]*)/g)].find((match) => !new RegExp(address, "u").test(match[1]))
  return unsafe ? `${unsafe[1]} is not an address of the web` : ""
}
