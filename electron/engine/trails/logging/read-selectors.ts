import { AppError } from '../../../contract/errors.ts';
import { selectorsOf } from '../../../contract/selectors/parse.ts';
import type { Selectors } from '../../../contract/selectors/selectors.ts';

/** Event selectors of an answer, a request or a response; null for what cannot be read. */
export function readEventSelectors(value: unknown): Selectors | null {
  try {
    // Whose they are is known: equal ones must not differ because one of them says it.
    return { ...selectorsOf(value), trailArn: null };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
