import type { ColumnField } from '../../contract/fields.ts';
import type { Bits } from './bits.ts';

/** A filter made ready for the rows: everything that needs texts or SQL has been looked up. Can be posted to threads. */
export interface Plan {
  /** Rows outside meet none of the conditions on time that stand at the top. */
  readonly firstRow: number;
  readonly endRow: number;
  /** One for each field with conditions of its own at the top, all of them joined. */
  readonly groups: readonly Group[];
  /** What concerns several fields, unique fields or parts of time: must hold as well. */
  readonly rest: Condition | null;
}

/** The conditions that concern one field only. */
export interface Group {
  readonly field: ColumnField;
  /** By code: 1 when it fails. */
  readonly fails: Uint8Array;
  /** The code that passes when there is but one, as after a click; else null. */
  readonly only: number | null;
}

/** A condition on a row, in any nesting. */
export type Condition =
  | { readonly kind: 'codes'; readonly field: ColumnField; readonly passes: Uint8Array }
  | { readonly kind: 'rows'; readonly bits: Bits }
  /** By event number instead of by row. */
  | { readonly kind: 'events'; readonly bits: Bits }
  | { readonly kind: 'range'; readonly firstRow: number; readonly endRow: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition };
