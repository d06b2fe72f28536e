/*
 * Routes from one role to another, found as `generator/graph/routes.py` finds them; a test holds the two to one answer.
 *
 * A graph is `{ roles: Map of slug → { family, kept, similar }, out: Map of slug → Map of end → step, into: likewise }`,
 * a step `{ from, to, lateral, doubt }`. A path is an array of slugs. What was searched once is kept beside the graph.
 */

const DETOUR = 2
const TIES = 32

/** The graph of the data that the site hands over; see `routes_data` in `generator/pages/ways.py`. */
export const graphOf = ({ roles, steps, doubts }) => {
  const entries = Object.entries(roles)
  const graph = {
    roles: new Map(entries.map(([slug, [title, kind, family, kept, similar]]) => [slug, { title, kind, family, kept, similar: new Set(similar) }])),
    out: new Map(entries.map(([slug]) => [slug, new Map()])),
    into: new Map(entries.map(([slug]) => [slug, new Map()])),
    grades: Object.values(doubts).sort((one, other) => one - other),
    known: new Map(),
  }
  for (const [from, to, way, evidence] of steps) {
    const step = { from, to, way, evidence, lateral: way === "lateral", doubt: doubts[evidence] }
    graph.out.get(from).set(to, step)
    graph.into.get(to).set(from, step)
  }
  return graph
}

const remembered = (graph, key, find) => {
  if (!graph.known.has(key)) graph.known.set(key, find())
  return graph.known.get(key)
}

/** Below zero if the first of two keys comes first; a key is an array of numbers, and a path at its end. */
const order = (one, other) => {
  for (let at = 0; at < one.length - 1; at++) if (one[at] !== other[at]) return one[at] - other[at]
  // A blank sorts before every mark of a slug, so that joined paths compare as the arrays would.
  const [a, b] = [one, other].map((key) => key.at(-1).join(" "))
  return a < b ? -1 : a > b ? 1 : 0
}

export const stepsOf = (graph, path) => path.slice(1).map((slug, at) => graph.out.get(path[at]).get(slug))

const keyOf = (graph, path) => {
  const steps = stepsOf(graph, path)
  return [steps.length, steps.filter((step) => step.lateral).length, steps.reduce((sum, step) => sum + step.doubt, 0), path]
}

const sorted = (graph, paths) => paths.map((path) => keyOf(graph, path)).sort(order).map((key) => key.at(-1))

/** The shortest path to each role that steps with at most so much doubt lead to. */
export const reached = (graph, start, doubt = graph.grades.at(-1)) =>
  remembered(graph, `reached ${start} ${doubt}`, () => {
    const best = new Map([[start, [0, 0, [start]]]])
    let edge = [start]
    while (edge.length) {
      const found = new Map()
      for (const [lateral, doubts, path] of edge.map((slug) => best.get(slug)))
        for (const [end, step] of graph.out.get(path.at(-1))) {
          if (best.has(end) || step.doubt > doubt) continue
          const key = [lateral + step.lateral, doubts + step.doubt, [...path, end]]
          if (!found.has(end) || order(key, found.get(end)) < 0) found.set(end, key)
        }
      for (const [end, key] of found) best.set(end, key)
      edge = [...found.keys()]
    }
    return new Map([...best].map(([slug, key]) => [slug, key.at(-1)]))
  })

/** How many steps each role from which a route leads to the goal is away from it. */
export const distances = (graph, goal) =>
  remembered(graph, `distances ${goal}`, () => {
    const far = new Map([[goal, 0]])
    for (const [slug, steps] of far) for (const start of graph.into.get(slug).keys()) if (!far.has(start)) far.set(start, steps + 1)
    return far
  })

const documented = (graph, start, goal) =>
  graph.grades.map((doubt) => reached(graph, start, doubt).get(goal)).find(Boolean)

/** The route that, rung by rung, gives up least; none where the book does not tell of each rung. */
const longest = (graph, start, goal, most) => {
  const kept = (path) => graph.roles.get(path.at(-1)).kept ?? Infinity
  let paths = [[start]]
  for (;;) {
    const longer = paths.flatMap((path) =>
      [...graph.out.get(path.at(-1)).keys()]
        .filter((end) => !path.includes(end))
        .map((end) => [...path, end])
        .filter((path) => leadsOn(graph, path, goal, most)),
    )
    const least = Math.min(...longer.map(kept))
    if (least === Infinity) return undefined
    paths = sorted(graph, longer.filter((path) => kept(path) === least)).slice(0, TIES)
    const done = paths.find((path) => path.at(-1) === goal)
    if (done) return done
  }
}

/** Whether the goal can be reached from the end of a path in what is left of the steps, using no role twice. */
const leadsOn = (graph, path, goal, most) => {
  const far = distances(graph, goal)
  const seen = new Set(path)
  let edge = [path.at(-1)]
  for (let left = most - path.length + 1; edge.length && !seen.has(goal); left--) {
    if (left <= 0) return false
    const ends = new Set(edge.flatMap((slug) => [...graph.out.get(slug).keys()]))
    edge = [...ends].filter((end) => !seen.has(end) && (far.get(end) ?? most) < left)
    for (const end of edge) seen.add(end)
  }
  return seen.has(goal)
}

const ofLength = function* (graph, path, goal, left) {
  if (path.at(-1) === goal) {
    if (!left) yield path
    return
  }
  const far = distances(graph, goal)
  for (const end of graph.out.get(path.at(-1)).keys())
    if (!path.includes(end) && (far.get(end) ?? left) < left) yield* ofLength(graph, [...path, end], goal, left - 1)
}

/** The route of fewest steps, the best documented and the one that keeps most longest, then others: `{ path, merits }`. */
export const routes = (graph, start, goal, limit = 3) => {
  const shortest = reached(graph, start).get(goal)
  if (!shortest || start === goal) return []
  const most = shortest.length - 1 + DETOUR
  const tells = [...graph.roles.values()].some((role) => role.kept !== null)
  const merits = [
    ["fewest", shortest],
    ["documented", documented(graph, start, goal)],
    ["kept", tells ? longest(graph, start, goal, most) : undefined],
  ]
  const chosen = new Map()
  const add = (path) => chosen.get(path.join(" ")) ?? chosen.set(path.join(" "), { path, merits: [] }).get(path.join(" "))
  for (const [merit, path] of merits) if (path) add(path).merits.push(merit)
  for (let steps = shortest.length - 1; steps <= most && chosen.size < limit; steps++)
    for (const path of sorted(graph, [...ofLength(graph, [start], goal, steps)])) if (chosen.size < limit) add(path)
  return [...chosen.values()].slice(0, limit)
}

/** The smallest undocumented gap between two roles: `{ before, after, alike }`. */
export const gap = (graph, start, goal) => {
  if (start === goal) return undefined
  let best
  for (const [here, before] of reached(graph, start))
    for (const there of distances(graph, goal).keys()) {
      const [one, other] = [graph.roles.get(here), graph.roles.get(there)]
      const alike = one.similar.has(there) || other.similar.has(here)
      if (here === there || !(alike || one.family === other.family)) continue
      const after = reached(graph, there).get(goal)
      const key = [alike ? 0 : 1, before.length + after.length, before, after]
      if (!best || closer(key, best)) best = key
    }
  return best && { before: best[2], after: best[3], alike: !best[0] }
}

const closer = (one, other) => (order(one.slice(0, 3), other.slice(0, 3)) || order(one.slice(3), other.slice(3))) < 0
