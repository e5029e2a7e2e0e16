import type { FieldName } from '../fields.ts';

/**
 * What a person asks for. Every way in (the bar, clicks, saved filters, later CloudWatch patterns and Sigma
 * rules) ends in this tree, and nothing behind it knows which way it came.
 */
export type Filter =
  /** No condition: every event. */
  | { readonly kind: 'all' }
  /** Two operands or more; never nested directly in its own kind (the parser and {@link and} flatten). */
  | { readonly kind: 'and'; readonly operands: readonly Filter[] }
  | { readonly kind: 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  /** `field:value` or `field:(a OR b)`: any of the patterns is met. */
  | { readonly kind: 'match'; readonly target: Target; readonly anyOf: readonly Pattern[] }
  /** `field:*`: the record has the field. Missing is `not exists`. */
  | { readonly kind: 'exists'; readonly target: Target }
  /** `time:>=2021-07-28`, `time:2021-07-28..2021-07-29`: `fromMs` inclusive, `untilMs` exclusive. */
  | { readonly kind: 'time'; readonly fromMs: number | null; readonly untilMs: number | null }
  /** A bare word, phrase or regular expression: in any column (a literal matches as a part, not as a whole). */
  | { readonly kind: 'anywhere'; readonly pattern: Pattern };

export type Target =
  | { readonly kind: 'field'; readonly field: FieldName }
  /** A path into the record, `requestParameters.bucketName`. Parsed now; answered by raw search, a later change. */
  | { readonly kind: 'path'; readonly steps: readonly string[] };

/** Literals and wildcards ignore case; so do regular expressions unless they say `(?-i)`. */
export type Pattern =
  | { readonly kind: 'literal'; readonly text: string }
  /** The literal pieces between the `*`s: `a*b` is `['a', 'b']`, `*` at an end is an empty piece. */
  | { readonly kind: 'wildcard'; readonly pieces: readonly string[] }
  /** RE2 syntax (linear time; no look-around, no back-references), found anywhere in the value. */
  | { readonly kind: 'regex'; readonly source: string };

export const everything: Filter = { kind: 'all' };
