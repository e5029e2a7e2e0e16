const unstorable = /[\0\p{Surrogate}]/u;
const everyUnstorable = /[\0\p{Surrogate}]/gu;

/**
 * A text that comes back from SQLite as it went in: NUL and lone halves of a surrogate pair become U+FFFD.
 *
 * JSON of a hostile log can hold both. The binding (and most SQLite tools) ends a text at NUL when reading it, and
 * UTF-8 has no lone surrogates, so two different terms would turn out equal and break the dictionary.
 */
export function storableText(text: string): string {
  return unstorable.test(text) ? text.replace(everyUnstorable, '\ufffd') : text;
}
