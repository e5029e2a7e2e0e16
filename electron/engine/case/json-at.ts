import type { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Row } from './driver.ts';
import { textAt } from './row.ts';

/** A column that holds JSON, checked: a case comes from strangers. @throws AppError `damaged-case` */
export function jsonAt<S extends z.ZodType>(row: Row, column: string, schema: S): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(textAt(row, column));
  } catch (cause) {
    throw new AppError('damaged-case', `The case is damaged: its column ${column} holds no JSON.`, { cause });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new AppError(
    'damaged-case',
    `The case is damaged: its column ${column} holds something else than it should.`,
    {
      cause: checked.error,
    },
  );
}
