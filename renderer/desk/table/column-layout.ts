import type { FieldName } from '../../../electron/contract/fields.ts';

const widthsPx: Readonly<Partial<Record<FieldName, number>>> = {
  time: 148,
  name: 196,
  actor: 190,
  ip: 138,
  resource: 300,
  outcome: 128,
  region: 110,
  verdict: 116,
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

/** What a column gives way to before the table scrolls sideways: a usual value of it is still read. */
const leastPx: Readonly<Partial<Record<FieldName, number>>> = {
  time: 118,
  name: 134,
  actor: 124,
  ip: 118,
  resource: 147,
  outcome: 112,
  region: 96,
  verdict: 104,
};

interface Layout {
  readonly columns: readonly FieldName[];
  /** What a person has chosen: no other rule changes it. */
  readonly chosen: Readonly<Partial<Record<FieldName, number>>>;
  /** Times are written with their year. */
  readonly hasYears: boolean;
  /** The room there is for all of them. */
  readonly roomPx: number;
}

/**
 * How wide each column is, in their order. Where there is too little room all give way alike, but none below what
 * it needs to be read: past that the table scrolls.
 */
export function columnWidths({ columns, chosen, hasYears, roomPx }: Layout): readonly number[] {
  const yearPx = (field: FieldName): number => (field === 'time' && hasYears ? 30 : 0);
  const wanted = columns.map((field) => chosen[field] ?? (widthsPx[field] ?? 130) + yearPx(field));
  const spare = columns.map((field, at) =>
    chosen[field] === undefined ? (wanted[at] ?? 0) - (leastPx[field] ?? 100) - yearPx(field) : 0,
  );
  const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);
  const share = Math.min(1, Math.max(0, (sum(wanted) - roomPx) / Math.max(1, sum(spare))));
  return wanted.map((width, at) => Math.floor(width - share * (spare[at] ?? 0)));
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
