import type { SortOrder } from '../contract/api.ts';
import { type FieldName, fieldByName, fieldNames } from '../contract/fields.ts';
import { isZone } from '../contract/zone-time.ts';
import { type Arguments, type OptionTable, UsageError } from './command.ts';
import { terminalText } from './terminal-text.ts';

/** What query and export share: which events, in which order, with which columns. */
export const selectionOptions = {
  'with-duplicates': { type: 'boolean' },
  sort: { type: 'string' },
  columns: { type: 'string' },
  zone: { type: 'string' },
} as const satisfies OptionTable;

export const selectionHelp = {
  'with-duplicates': 'show later deliveries of the same eventID as well',
  'sort FIELD|-FIELD': 'order, - for descending (default: -time)',
  'columns a,b,c': 'fields to show, in this order',
  'zone ZONE': 'of the times: UTC (default) or an IANA name such as Europe/Vienna',
};

export const defaultColumns: readonly FieldName[] = [
  'time',
  'name',
  'actor',
  'ip',
  'region',
  'resource',
  'outcome',
  'error',
];

export function readField(spelling: string): FieldName {
  const field = fieldByName(spelling.trim());
  if (field === undefined)
    throw new UsageError(
      `There is no field named “${terminalText(spelling)}”. Fields: ${fieldNames.join(', ')}.`,
    );
  return field;
}

export function readColumns(args: Arguments, fallback: readonly FieldName[]): FieldName[] {
  const given = args.text('columns');
  return given === undefined ? [...fallback] : given.split(',').map(readField);
}

export function readSort(args: Arguments, fallback: string): SortOrder {
  const given = args.text('sort') ?? fallback;
  const descending = given.startsWith('-');
  return { field: readField(descending ? given.slice(1) : given), descending };
}

export function readZone(args: Arguments): string {
  const zone = args.text('zone') ?? 'UTC';
  if (isZone(zone)) return zone;
  throw new UsageError(
    `There is no time zone “${terminalText(zone)}”. Use UTC or an IANA name such as Europe/Vienna.`,
  );
}
