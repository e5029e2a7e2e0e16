import { type FieldName, fieldByName } from '../fields.ts';
import { isTextWithColon, type Place, syntaxError, type Word } from './lexer.ts';

/**
 * What people type out of habit from Kibana, Splunk, GitHub or a programming language, and what would be read here
 * as a text that no event holds: an error with advice instead of no rows. All of it can be searched for in quotes.
 */
const inQuotes = 'To search for the text itself, put it in quotes.';

/** Fields whose values are names and codes: a comma or a question mark never is part of them. */
const plainFields: ReadonlySet<FieldName> = new Set<FieldName>([
  'name',
  'source',
  'service',
  'region',
  'account',
  'identitytype',
  'key',
  'ip',
  'error',
  'outcome',
  'readonly',
  'category',
  'type',
  'mfa',
  'vpce',
  'id',
  'request',
]);

const operators: ReadonlyMap<string, string> = new Map([
  ['&&', 'AND, or nothing at all'],
  ['&', 'AND, or nothing at all'],
  ['||', 'OR'],
  ['|', 'OR'],
  ['!', '- or NOT'],
  ['-', '- right before what it excludes, without a gap'],
  ['=', 'field:value'],
  ['==', 'field:value'],
  ['!=', '-field:value'],
]);

/** Refuses a bare word that was meant as something else. @throws AppError `filter-syntax` */
export function refuseHabits(word: Word): void {
  refuseForeignQuotes(word);
  refuseLowerCaseKeyword(word);
  const { bare, first, isQuoted } = word;
  const spelling = operators.get(bare);
  if (!isQuoted && spelling !== undefined)
    throw syntaxError(`${bare} is not used here.`, word, `Write ${spelling}. ${inQuotes}`);
  if (first === '!') throw syntaxError('! is not used here.', word, `Write - or NOT. ${inQuotes}`);
  const [, name = '', operator = ''] = /^([\w.-]+?)(!=|==?|[<>]=?|~)/.exec(bare) ?? [];
  const field = first === '"' ? undefined : fieldByName(name);
  if (field !== undefined) {
    const negation = operator === '!=' ? '-' : '';
    const comparison = field === 'time' && /[<>]/.test(operator) ? operator : '';
    throw syntaxError(
      `A field is followed by a colon, not by ${operator}`,
      word,
      `Write ${negation}${field}:${comparison}value. ${inQuotes}`,
    );
  }
  if (bare.includes(':') && first !== '"' && !isTextWithColon(bare))
    throw syntaxError(
      'What stands before this colon is no field.',
      word,
      `A field is written with letters and digits; other names of a path go in quotes, requestParameters."a key":value. ${inQuotes}`,
    );
}

/** Refuses `user:!=alice`. @throws AppError `filter-syntax` */
export function refuseOther(place: Place, spelling: string): never {
  throw syntaxError(
    '!= compares a value at a path into the record.',
    place,
    `Write -${spelling}:value. ${inQuotes}`,
  );
}

/** Refuses a field's value that was meant as something else. @throws AppError `filter-syntax` */
export function refuseValueHabits(word: Word, spelling: string, field: FieldName | undefined): void {
  refuseForeignQuotes(word);
  const { bare, first, isQuoted } = word;
  if (first === '<' || first === '>')
    throw syntaxError(
      `${spelling} cannot be compared with < or > to this; times can, and numbers at a path into the record.`,
      word,
      'Use a value, a wildcard, or put it in quotes.',
    );
  if (first === '!' || first === '=' || first === '~')
    throw syntaxError(
      `${first} is not used before a value.`,
      word,
      `Write ${first === '!' ? '-' : ''}${spelling}:value. ${inQuotes}`,
    );
  if (first === '[' || first === '{')
    throw syntaxError(
      'Ranges in brackets are not used here.',
      word,
      `Values are listed as ${spelling}:(one OR two); time has ranges, time:2026-03-01..2026-03-31. ${inQuotes}`,
    );
  if (field === undefined) return;
  if (plainFields.has(field) && bare.includes(','))
    throw syntaxError(
      'Values are not separated by commas.',
      word,
      `Write ${spelling}:(one OR two). ${inQuotes}`,
    );
  if (plainFields.has(field) && bare.includes('?'))
    throw syntaxError(
      'There is no wildcard for a single character.',
      word,
      `* stands for any text; a regular expression says more, ${spelling}:/^Get.bject$/. ${inQuotes}`,
    );
  if (field === 'ip' && !isQuoted && isPartOfAddress(bare)) {
    const start = bare.replace(/\.$/, '');
    const bits = 8 * start.split('.').length;
    const range = `${start}${'.0'.repeat(4 - bits / 8)}/${bits}`;
    throw syntaxError(
      'This is only the beginning of an address.',
      word,
      `Write ip:${range} or ip:${start}.*`,
    );
  }
}

/** Refuses what looks like a list in another language, `(a, b)` and `(a or b)`. @throws AppError `filter-syntax` */
export function refuseListHabits(word: Word): void {
  refuseLowerCaseKeyword(word);
  if (word.bare.endsWith(','))
    throw syntaxError(
      'Values are not separated by commas.',
      word,
      `Write OR between them: (one OR two). ${inQuotes}`,
    );
}

/** `10.` or `192.168`: three parts of an IPv4 address at most. */
export function isPartOfAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){0,2}\.?$/.test(text);
}

function refuseForeignQuotes(word: Word): void {
  if (!/['‘’‚“”„«»`]/.test(word.first)) return;
  throw syntaxError(
    `${word.first} is not a quote here.`,
    word,
    `Use ", as in "two words". To search for ${word.first} itself, put it in such quotes.`,
  );
}

function refuseLowerCaseKeyword({ bare, isQuoted, start, end }: Word): void {
  if (isQuoted || !/^(?:and|or|not)$/i.test(bare)) return;
  throw syntaxError(
    `${bare} is written in capitals.`,
    { start, end },
    `Write ${bare.toUpperCase()}. To search for the word itself, put it in quotes.`,
  );
}
