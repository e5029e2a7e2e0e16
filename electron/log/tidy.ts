import { redact } from '../contract/redact.ts';

/** Names of data that would tell of the case and not of Spoor. */
const caseName = /^(filter|filterText|key|keys|account|accounts|record|records|text|query|title|label)$/i;

/** What looks like a case's own inside a text, with what is left of it. The order matters: each sees the last one's work. */
const caseTexts: readonly (readonly [RegExp, string])[] = [
  // What a message quotes may be out of a record: JSON.parse quotes what it could not read, with quotes inside.
  [/["'`“‘«].*["'`”’»]/gs, '“…”'],
  [/\barn:[\w-]*:\S*/g, 'arn:…'],
  [/\bfile:\/\/\/?(?:[^\s:()]*\/)?([^\s/:()]*)/gi, '$1'],
  // Of an address the host is enough; the page's own has the filter in it.
  [/\b((?!file:)[a-z][a-z\d+.-]*:\/\/)(?:[^\s/@?#]*@)?([^\s/?#)]+)[^\s)]*/gi, '$1$2/…'],
  [/\bs3:\/\/\S+/gi, 's3://…'],
  [/\bAWSLogs\/\S*/gi, 'AWSLogs/…'],
  // Absolute paths, with spaces in their folders: the last name stays.
  [/(?<![\w.…:/])~?\/(?:[^/\n:()]+\/)*([^\s/:()]*)/g, '$1'],
  [/(?:\b[a-z]:|\\)\\(?:[^\\\n:"()]+\\)*([^\\\s:"()]*)/gi, '$1'],
  // Access keys and the ids of users and roles (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
  [/\b(?:A3T|A[A-Z]{2}A)[A-Z0-9]{12,}\b/g, '…'],
  [/(?<![\w.-])\d{12}(?![\w.-])|(?<=[_/:-])\d{12}(?=[_/:-])/g, '…'],
];

const maxCharacters = 4000;

/**
 * Data for a log that lasts and that a person may send to somebody: beside the secrets that {@link redact} takes
 * out, nothing of the case. Codes, kinds, durations and places in Spoor's own code stay; of a path its last name.
 */
export function tidy(value: unknown): unknown {
  return tidied(redact(value));
}

function tidied(value: unknown): unknown {
  if (typeof value === 'string') return tidyText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(tidied);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, caseName.test(name) ? '…' : tidied(item)]),
  );
}

function tidyText(text: string): string {
  // The frames of a stack are Spoor's own, and stay apart: their names may hold quotes of no meaning.
  const frames = text.search(/\n {4}at /);
  const [message, stack] = frames < 0 ? [text, ''] : [text.slice(0, frames), text.slice(frames)];
  const whole = replaceAll(message) + replaceAll(stack);
  return whole.length > maxCharacters ? `${whole.slice(0, maxCharacters)}…` : whole;
}

function replaceAll(text: string): string {
  return caseTexts.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}
