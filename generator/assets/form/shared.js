/* What the parts of the form share: what was loaded, and what single fields must know of the rest. */
export const shared = {
  /** The JSON Schema of a role, and the words of the book; set before anything is built. */
  schema: undefined,
  book: undefined,
  /** Declared and cited sources, and the slug of the role itself. */
  about: { declared: new Set(), cited: new Set(), own: "" },
  /** The ids of the fields that were left, and whether the form was sent: faults are told of no others. */
  touched: new Set(),
  submitted: false,
  /** To be called after a change that no event tells of. */
  changed: () => {},
}
