import type { FieldName } from '../fields.ts';

/**
 * What a person asks for. Every way in (the bar, clicks, saved filters, CloudWatch patterns, Sigma rules) ends in
 * this tree, and nothing behind it knows which way it came.
 */
export type Filter =
  /** No condition: every event. */
  | { readonly kind: 'all' }
  /** Two operands or more; never nested directly in its own kind (the parser and {@link and} flatten). */
  | { readonly kind: 'and'; readonly operands: readonly Filter[] }
  | { readonly kind: 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  /** `field:value` or `field:(a OR b)`: any of the patterns is met by any of the values. */
  | { readonly kind: 'match'; readonly target: Target; readonly anyOf: readonly Pattern[] }
  /**
   * `path:!=value`: a value is there, and it meets none of the patterns. So it differs from `not match` where the
   * value is missing (CloudWatch's `!=`). An object or a list is no value here.
   */
  | { readonly kind: 'differs'; readonly target: PathTarget; readonly anyOf: readonly Pattern[] }
  /** `field:*`: the record has the field. In a path the key is there, be its value null. Missing is `not exists`. */
  | { readonly kind: 'exists'; readonly target: Target }
  /** `time:>=2021-07-28`, `time:2021-07-28..2021-07-29`: `fromMs` inclusive, `untilMs` exclusive. */
  | { readonly kind: 'time'; readonly fromMs: number | null; readonly untilMs: number | null }
  /** A bare word or regular expression: in any column (a literal matches as a part, not as a whole). */
  | { readonly kind: 'anywhere'; readonly pattern: TextPattern };

export type Target =
  | { readonly kind: 'field'; readonly field: FieldName }
  | PathTarget
  /**
   * `raw:word` and `"several words"`: the text of the record, its compact JSON with the texts in it as they read,
   * without escapes. Patterns are found anywhere in it.
   */
  | { readonly kind: 'raw' };

/**
 * A path into the record, `requestParameters.bucketName`. A key reaches through lists by itself, so `resources.ARN`
 * is any resource's ARN, and text patterns are tried on the text of an object too. An exact path, CloudWatch's
 * `$.a.b`, takes no step that is not written and ends at a text, a number, true, false or null.
 */
export interface PathTarget {
  readonly kind: 'path';
  /** At least one; unless the path is exact, the first is a key or any key. */
  readonly steps: readonly Step[];
  readonly isExact?: true;
}

/** A key (case matters), the number of an element, `[]` any element, or `*` any key. */
export type Step = string | number | typeof anyElement | typeof anyKey;

/** Literals and wildcards ignore case unless `isCased`; so do regular expressions that do not say `(?-i)`. */
export type Pattern = TextPattern | ValuePattern;

export type TextPattern =
  | { readonly kind: 'literal'; readonly text: string; readonly isCased?: true }
  /** The literal pieces between the `*`s: `a*b` is `['a', 'b']`, `*` at an end is an empty piece. */
  | { readonly kind: 'wildcard'; readonly pieces: readonly string[]; readonly isCased?: true }
  /** RE2 syntax (linear time; no look-around, no back-references), found anywhere in the value. */
  | { readonly kind: 'regex'; readonly source: string; readonly isCased?: true };

/** What only a value at a path can meet. */
export type ValuePattern =
  /** `>5`: a JSON number; on a path that is not exact also a text that is one. Compared as doubles. */
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly number: number }
  /** `=null`, `=true`, `=false`: JSON's own, not the texts. */
  | { readonly kind: 'constant'; readonly value: null | boolean }
  /** `cidr:10.0.0.0/8`: an address in the range. */
  | { readonly kind: 'range'; readonly range: string }
  /** `=$.userIdentity.arn`: the same text as a value at another path, case included (Sigma's fieldref). */
  | { readonly kind: 'same'; readonly steps: readonly Step[] };

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

export const anyElement = { any: 'element' } as const;
export const anyKey = { any: 'key' } as const;
export const everything: Filter = { kind: 'all' };

export function isTextPattern(pattern: Pattern): pattern is TextPattern {
  return pattern.kind === 'literal' || pattern.kind === 'wildcard' || pattern.kind === 'regex';
}
