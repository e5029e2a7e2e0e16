import { AppError } from '../../contract/errors.ts';
import type { Row } from './driver.ts';

/**
 * Reads the values of a row as what the schema says they are. A case may come from anywhere: another type
 * is a damaged case, not a crash further on.
 */
export function numberAt(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : unexpected(column);
}

export function numberOrNullAt(row: Row, column: string): number | null {
  return row[column] === null ? null : numberAt(row, column);
}

export function textAt(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : unexpected(column);
}

export function textOrNullAt(row: Row, column: string): string | null {
  return row[column] === null ? null : textAt(row, column);
}

export function bytesAt(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : unexpected(column);
}

export function bytesOrNullAt(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytesAt(row, column);
}

/** 0 or 1; NULL where it is not known yet. */
export function booleanOrNullAt(row: Row, column: string): boolean | null {
  const value = numberOrNullAt(row, column);
  return value === null ? null : value !== 0;
}

function unexpected(column: string): never {
  throw new AppError(
    'damaged-case',
    `The case is damaged: its column ${column} holds something else than it should.`,
  );
}
