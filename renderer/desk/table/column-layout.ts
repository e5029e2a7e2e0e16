import type { FieldName } from '../../../electron/contract/fields.ts';

const widthsPx: Readonly<Partial<Record<FieldName, number>>> = {
  time: 148,
  name: 196,
  actor: 190,
  ip: 138,
  resource: 300,
  outcome: 128,
  region: 110,
  account: 120,
  service: 110,
  identity: 320,
  agent: 240,
  id: 290,
  request: 290,
  object: 360,
  error: 150,
  key: 190,
};

/** How wide a column is until a person changes it. */
/** `hasYears`: times are written with their year. */
export function defaultWidthPx(field: FieldName, hasYears: boolean): number {
  if (field === 'time' && hasYears) return 178;
  return widthsPx[field] ?? 130;
}

export const minWidthPx = 48;
export const maxWidthPx = 1200;

/** Values in the mono face: what is compared character by character. */
const monoFields: readonly FieldName[] = [
  'time',
  'ip',
  'identity',
  'key',
  'resource',
  'id',
  'request',
  'object',
  'account',
  'vpce',
];

export function isMono(field: FieldName): boolean {
  return monoFields.includes(field);
}

/** The columns with one moved by a number of places. */
export function moved(columns: readonly FieldName[], field: FieldName, places: number): readonly FieldName[] {
  const from = columns.indexOf(field);
  if (from < 0) return columns;
  const others = columns.filter((one) => one !== field);
  const to = Math.min(others.length, Math.max(0, from + places));
  return [...others.slice(0, to), field, ...others.slice(to)];
}
