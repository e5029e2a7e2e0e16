import { assertNever } from '../../contract/errors.ts';
import { hasBit } from './bits.ts';
import type { Codes } from './packing.ts';
import type { Condition } from './plan.ts';
import type { ColumnStore } from './store.ts';

/** Writes into `mask` 1 for every row from `firstRow` to before `endRow` that meets the condition, else 0. */
export function fillMask(
  condition: Condition,
  store: ColumnStore,
  firstRow: number,
  endRow: number,
  mask: Uint8Array,
): void {
  const count = endRow - firstRow;
  switch (condition.kind) {
    case 'codes':
      lookUp(store.columns[condition.field].codes, condition.passes, firstRow, count, mask);
      return;
    case 'rows':
      for (let i = 0; i < count; i += 1) mask[i] = hasBit(condition.bits, firstRow + i) ? 1 : 0;
      return;
    case 'events':
      for (let i = 0; i < count; i += 1)
        mask[i] = hasBit(condition.bits, store.events[firstRow + i] ?? 0) ? 1 : 0;
      return;
    case 'range':
      mask.fill(0, 0, count);
      mask.fill(1, clamp(condition.firstRow - firstRow, count), clamp(condition.endRow - firstRow, count));
      return;
    case 'not':
      fillMask(condition.operand, store, firstRow, endRow, mask);
      for (let i = 0; i < count; i += 1) mask[i] = 1 - (mask[i] ?? 0);
      return;
    case 'and':
    case 'or':
      fillJoined(condition, store, firstRow, endRow, mask);
      return;
    default:
      assertNever(condition);
  }
}

function fillJoined(
  condition: Extract<Condition, { kind: 'and' | 'or' }>,
  store: ColumnStore,
  firstRow: number,
  endRow: number,
  mask: Uint8Array,
): void {
  const count = endRow - firstRow;
  const isAnd = condition.kind === 'and';
  mask.fill(isAnd ? 1 : 0, 0, count);
  const part = new Uint8Array(count);
  for (const operand of condition.operands) {
    fillMask(operand, store, firstRow, endRow, part);
    if (isAnd) for (let i = 0; i < count; i += 1) mask[i] = (mask[i] ?? 0) & (part[i] ?? 0);
    else for (let i = 0; i < count; i += 1) mask[i] = (mask[i] ?? 0) | (part[i] ?? 0);
  }
}

function lookUp(codes: Codes, passes: Uint8Array, firstRow: number, count: number, mask: Uint8Array): void {
  for (let i = 0; i < count; i += 1) mask[i] = passes[codes[firstRow + i] ?? 0] ?? 0;
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
