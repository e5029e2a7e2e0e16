import { AppError } from '../../contract/errors.ts';

const advice = 'Rebuild the index from the evidence in the case with "spoor reindex".';

/** Segments, terms and objects that do not fit together: the evidence may still be whole. */
export function damagedIndex(what: string, cause?: unknown): AppError {
  return new AppError('damaged-case', `The index of this case is damaged: ${what}.`, { cause, advice });
}
