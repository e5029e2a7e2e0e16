import { AppError } from '../../electron/contract/errors.ts';
import { parseSelectors } from '../../electron/contract/selectors/parse.ts';
import type { Selectors } from '../../electron/contract/selectors/selectors.ts';

/** Selectors as they are typed: nothing typed is no selectors, and no error. */
export function readSelectors(text: string): {
  readonly selectors: Selectors | null;
  readonly error: string | null;
} {
  if (text.trim() === '') return { selectors: null, error: null };
  try {
    return { selectors: parseSelectors(text), error: null };
  } catch (error) {
    if (error instanceof AppError) return { selectors: null, error: `${error.message} ${error.advice}` };
    throw error;
  }
}
