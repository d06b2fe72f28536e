/* Values written out as YAML that is read back as it was typed. */

const BARE = /^[\p{L}][\p{L}\p{N} .,;()/%+'’–-]*$/u
const DATE = /^\d{4}(-\d\d){0,2}$/
const WORD = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** A scalar that YAML reads back as it was typed: bare only where nothing in it could mean anything else. */
export const scalar = (value) => {
  if (typeof value !== "string") return String(value)
  if ((BARE.test(value) && !WORD.test(value) && !value.endsWith(" ")) || DATE.test(value)) return value
  const escaped = value
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\\"]/g, "\\$&")
    .replace(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
  return `"${escaped}"`
}

/** The lines of a record or list, each value on lines of its own. */
export const yaml = (value, indent = "") => {
  const isBlock = (inner) => typeof inner === "object" && Object.keys(inner).length
  const empty = (inner) => (typeof inner === "object" ? "{}" : scalar(inner))
  if (Array.isArray(value)) {
    return value.flatMap((inner) => {
      if (!isBlock(inner)) return [`${indent}- ${empty(inner)}`]
      const [first, ...rest] = yaml(inner, `${indent}  `)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!isBlock(inner)) return [`${indent}${scalar(key)}: ${empty(inner)}`]
    return [`${indent}${scalar(key)}:`, ...yaml(inner, `${indent}  `)]
  })
}
