/*
 * Formulas of a worksheet: `free - job`, `min(savings, 12) * 4.3`, `left >= 0 and left < 3`.
 *
 * Nothing is ever evaluated as a script. A formula is read into a function of the values by their names; where a value
 * that it asks for is missing, so is its own.
 */
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z_-]*)|(<=|>=|[-+*/(),<>=]))/y

const tokens = (text) => {
  const found = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`not understood: ${text.slice(start)}`)
    found.push(match[0].trim())
  }
  return found
}

const JOINED = [
  { and: (a, b) => a && b },
  { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b, "=": (a, b) => a === b },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "*": (a, b) => a * b, "/": (a, b) => (b === 0 ? undefined : a / b) },
]
const CALLED = { min: Math.min, max: Math.max }
const whole = (parts, make) => (values) => {
  const known = parts.map((part) => part(values))
  return known.includes(undefined) ? undefined : make(...known)
}

/** The value of a formula as a function of `{ name: number }`; undefined where a value is missing. Throws `SyntaxError`. */
export const formula = (text) => {
  const rest = tokens(text)
  const take = (token) => {
    if (rest.shift() !== token) throw new SyntaxError(`\`${token}\` is missing in ${text}`)
  }

  const joined = (level) => {
    if (level === JOINED.length) return single()
    let left = joined(level + 1)
    while (rest.length && Object.hasOwn(JOINED[level], rest[0])) {
      const make = JOINED[level][rest.shift()]
      left = whole([left, joined(level + 1)], make)
    }
    return left
  }

  const single = () => {
    const token = rest.shift()
    if (token === "(") {
      const inner = joined(0)
      take(")")
      return inner
    }
    if (/^\d/.test(token)) return () => Number(token)
    if (!/^[a-z]/.test(token ?? "")) throw new SyntaxError(`a name or a number is missing in ${text}`)
    return rest[0] === "(" ? called(token) : (values) => values[token]
  }

  const called = (name) => {
    if (!Object.hasOwn(CALLED, name)) throw new SyntaxError(`nothing is called ${name}()`)
    take("(")
    const parts = [joined(0)]
    while (rest[0] === ",") {
      rest.shift()
      parts.push(joined(0))
    }
    take(")")
    return whole(parts, CALLED[name])
  }

  const made = joined(0)
  if (rest.length) throw new SyntaxError(`not understood: ${rest.join(" ")}`)
  return made
}
