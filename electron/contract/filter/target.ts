import { fieldByName, fieldNames, fields } from '../fields.ts';
import { type Place, syntaxError } from './lexer.ts';
import type { Steps } from './path.ts';
import { recordName } from './record-names.ts';
import type { Target } from './syntax-tree.ts';

/**
 * What a name before a colon stands for: a field by any of its names, the text of the record, else a path when it has
 * several steps, stands in quotes, or is one of CloudTrail's own names.
 *
 * @throws AppError `filter-syntax` for a single name that is no field, with the nearest one as advice
 */
export function targetOf({ steps, hasQuotes, isExact, spelling }: Steps, place: Place): Target {
  if (isExact) return { kind: 'path', steps, isExact };
  if (hasQuotes) return { kind: 'path', steps };
  const field = fieldByName(spelling);
  if (field !== undefined) return { kind: 'field', field };
  if (spelling.toLowerCase() === 'raw') return { kind: 'raw' };
  const name = recordName(spelling);
  if (name !== undefined) return { kind: 'path', steps: [name] };
  if (steps.length > 1 || typeof steps[0] !== 'string') return { kind: 'path', steps };
  throw syntaxError(`There is no field named ${shortened(spelling)}.`, place, adviceFor(spelling));
}

function shortened(spelling: string): string {
  return spelling.length > 40 ? `${spelling.slice(0, 40)}…` : spelling;
}

function adviceFor(spelling: string): string {
  if (spelling === '_exists_' || spelling === 'has') return 'Write exists:FIELD or FIELD:*';
  if (spelling === 'no') return 'Write missing:FIELD or -FIELD:*';
  if (/^\d{4}-\d{2}/.test(spelling)) return 'For a time write time:2026-03-01T15:30; a text goes in quotes.';
  if (/^[\da-f]{1,4}$/i.test(spelling) && /\d/.test(spelling))
    return 'For an address write ip:2001:db8::1; a text goes in quotes.';
  const nearest = nearestField(spelling);
  const question = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  return `${question}To search for the text itself, put it in quotes; a path into the record has dots: requestParameters.bucketName.`;
}

/** A field by one of its spellings, by the last step of one (`accessKeyId`), or by its label. */
const spellings = fieldNames.flatMap((field) =>
  [
    field,
    ...fields[field].aliases.flatMap((alias) => [alias, alias.slice(alias.lastIndexOf('.') + 1)]),
    fields[field].label.replace(/[\s-]/g, ''),
  ].map((spelling) => ({ field, spelling: spelling.toLowerCase() })),
);

/** The field with the least different spelling, unless half of its letters would have to change. */
function nearestField(spelling: string): string | undefined {
  const wanted = spelling.toLowerCase().replace(/[-_]/g, '');
  if (wanted.length > 60) return undefined;
  const distances = spellings.map((one) => ({ ...one, distance: editDistance(wanted, one.spelling) }));
  const best = distances.reduce((least, one) => (one.distance < least.distance ? one : least));
  return best.distance <= Math.max(wanted.length, best.spelling.length) / 2 ? best.field : undefined;
}

/** Levenshtein's distance, with neighbours changed round as one step: the commonest slip of the fingers. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const swapped = isSwapped ? (before[j - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
