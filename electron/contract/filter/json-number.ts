/** JSON's numbers: 007 is none, and neither are 5. and +5. */
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export function isJsonNumber(text: string): boolean {
  return jsonNumber.test(text);
}

/** The number that a text is; undefined for what is none, or beyond a double. */
export function numberOf(text: string): number | undefined {
  if (!jsonNumber.test(text)) return undefined;
  // There is one zero: -0 would not print as such.
  const number = Number(text) + 0;
  return Number.isFinite(number) ? number : undefined;
}
