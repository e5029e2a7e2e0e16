import { AppError } from '../contract/errors.ts';
import { redact } from '../contract/redact.ts';
import { terminalText } from './terminal-text.ts';

/** A sentence for every error: what happened, where in a filter, what to try. */
export function errorText(error: unknown, filter?: string): string {
  if (!(error instanceof AppError)) {
    const detail = redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const lines = String(detail).split('\n').map(terminalText).join('\n');
    return `spoor: something went wrong inside Spoor. Please report this:\n${lines}\n`;
  }
  const { place } = error;
  const mark =
    place === undefined || filter === undefined
      ? ''
      : `  ${terminalText(filter)}\n  ${' '.repeat(terminalText(filter.slice(0, place.start)).length)}${'^'.repeat(Math.max(1, place.end - place.start))}\n`;
  return `spoor: ${terminalText(error.message)}\n${mark}${terminalText(error.advice)}\n`;
}
