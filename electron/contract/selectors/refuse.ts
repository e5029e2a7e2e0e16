import { AppError } from '../errors.ts';

/** @throws AppError `bad-request`, always */
export function refuse(message: string, cause?: unknown): never {
  throw new AppError('bad-request', message, {
    advice: 'Paste what aws cloudtrail get-event-selectors prints, as JSON.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A text from outside within a sentence: on one line, without signs that cannot be seen, not too long. */
export function shownText(text: string): string {
  return `“${cleanText(text, 100)}”`;
}

/** `text` on one line, without control and format characters, at most `length` characters. */
export function cleanText(text: string, length: number): string {
  const short = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}
