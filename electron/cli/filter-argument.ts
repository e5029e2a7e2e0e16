import { AppError } from '../contract/errors.ts';
import { terminalText } from './terminal-text.ts';

/** A sentence for every error: what happened, where in a filter, what to try. */
export function errorText(error: unknown, filter?: string): string {
  if (!(error instanceof AppError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `spoor: something went wrong inside Spoor. Please report this:\n${detail}\n`;
  }
  const { place } = error;
  const mark =
    place === undefined || filter === undefined
      ? ''
      : `  ${terminalText(filter)}\n  ${' '.repeat(terminalText(filter.slice(0, place.start)).length)}${'^'.repeat(Math.max(1, place.end - place.start))}\n`;
  return `spoor: ${terminalText(error.message)}\n${mark}${terminalText(error.advice)}\n`;
}
