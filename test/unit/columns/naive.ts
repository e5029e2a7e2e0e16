import type { EventRow, Facet, Result, SortOrder } from '../../../electron/contract/api.ts';
import { type FieldName, fieldNames, fields, LIST_SEPARATOR } from '../../../electron/contract/fields.ts';
import { type Filter, isTextPattern, type Pattern } from '../../../electron/contract/filter/syntax-tree.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { callFields, identityFields } from '../../../electron/engine/case/event-groups.ts';
import type { Selection, ViewQuestion } from '../../../electron/engine/columns/index.ts';

/**
 * The answers of the columns worked out a second time, from the rows of the tables one by one, with nothing of
 * the engine's evaluation. Slow and plain on purpose.
 */
export interface NaiveRow {
  readonly event: number;
  readonly timeMs: number | null;
  readonly isDuplicate: boolean;
  readonly isConflict: boolean;
  readonly texts: Readonly<Record<FieldName, string | null>>;
}

const identity: ReadonlySet<string> = new Set(identityFields);
const call: ReadonlySet<string> = new Set(callFields);

const guid = (column: string) =>
  `CASE typeof(${column}) WHEN 'blob' THEN lower(substr(hex(${column}),1,8)||'-'||substr(hex(${column}),9,4)||'-'||substr(hex(${column}),13,4)||'-'||substr(hex(${column}),17,4)||'-'||substr(hex(${column}),21)) ELSE ${column} END`;

export function readNaiveRows(db: Database): NaiveRow[] {
  const texts = fieldNames.map((field) => {
    if (field === 'time') return "strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') AS x_time";
    if (field === 'id') return `${guid('event_id')} AS x_id`;
    if (field === 'request') return `${guid('request_id')} AS x_request`;
    if (field === 'verdict')
      return '(SELECT verdict FROM verdicts WHERE object_id = e.object_id) AS x_verdict';
    if (field === 'object') return '(SELECT key FROM objects WHERE id = e.object_id) AS x_object';
    const row = identity.has(field) ? 'i' : call.has(field) ? 'c' : 'e';
    return `(SELECT text FROM terms WHERE id = ${row}.${field}_t) AS x_${field}`;
  });
  const sql = `SELECT e.id AS id, time_ms, duplicate_of IS NOT NULL AS dup,
    (SELECT is_conflict FROM events_as_text WHERE event = e.id) AS conflict,
    ${texts.join(', ')} FROM events e JOIN identities i ON i.id = e.identity_id JOIN calls c ON c.id = e.call_id ORDER BY e.id`;
  return db.all(sql).map((row) => ({
    event: Number(row.id),
    timeMs: row.time_ms === null ? null : Number(row.time_ms),
    isDuplicate: row.dup === 1,
    isConflict: row.conflict === 1,
    texts: Object.fromEntries(
      fieldNames.map((field) => [field, row[`x_${field}`] === null ? null : String(row[`x_${field}`])]),
    ) as Record<FieldName, string | null>,
  }));
}

export function valuesOf(row: NaiveRow, field: FieldName): string[] {
  const text = row.texts[field];
  if (text === null) return [];
  return fields[field].kind === 'terms' ? [...new Set(text.split(LIST_SEPARATOR))] : [text];
}

function meets(text: string, pattern: Pattern, isPart: boolean): boolean {
  if (!isTextPattern(pattern)) throw new Error('Columns hold texts alone');
  const folded = text.toLowerCase();
  if (pattern.kind === 'regex') return new RegExp(pattern.source, 'i').test(text);
  if (pattern.kind === 'literal') {
    const wanted = pattern.text.toLowerCase();
    return isPart ? folded.includes(wanted) : folded === wanted;
  }
  const source = pattern.pieces
    .map((piece) => piece.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  return new RegExp(`^${source}$`).test(folded);
}

export function holds(row: NaiveRow, filter: Filter): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'and':
      return filter.operands.every((operand) => holds(row, operand));
    case 'or':
      return filter.operands.some((operand) => holds(row, operand));
    case 'not':
      return !holds(row, filter.operand);
    case 'time':
      return (
        row.timeMs !== null &&
        (filter.fromMs === null || row.timeMs >= filter.fromMs) &&
        (filter.untilMs === null || row.timeMs < filter.untilMs)
      );
    case 'exists':
      return filter.target.kind === 'field' && row.texts[filter.target.field] !== null;
    case 'match': {
      const { target, anyOf } = filter;
      if (target.kind !== 'field') throw new Error('A path has no naive answer');
      return valuesOf(row, target.field).some((value) =>
        anyOf.some((pattern) => meets(value, pattern, false)),
      );
    }
    case 'differs':
      throw new Error('A path has no naive answer');
    case 'anywhere':
      return fieldNames.some(
        (field) =>
          (fields[field].kind === 'term' || fields[field].kind === 'terms') &&
          valuesOf(row, field).some((value) => meets(value, filter.pattern, true)),
      );
  }
}

export function visible(rows: readonly NaiveRow[], withDuplicates: boolean): NaiveRow[] {
  return rows.filter(({ isDuplicate }) => withDuplicates || !isDuplicate);
}

export function matching(rows: readonly NaiveRow[], { filter, withDuplicates }: Selection): NaiveRow[] {
  return visible(rows, withDuplicates).filter((row) => holds(row, filter));
}

/** Whether every condition of a filter is on this one field. */
function isOnlyOn(filter: Filter, field: FieldName): boolean {
  switch (filter.kind) {
    case 'match':
    case 'exists':
      return filter.target.kind === 'field' && filter.target.field === field;
    case 'not':
      return isOnlyOn(filter.operand, field);
    case 'and':
    case 'or':
      return filter.operands.every((operand) => isOnlyOn(operand, field));
    default:
      return false;
  }
}

function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.operands.flatMap(conjuncts) : [filter];
}

function withoutConditionsOn(filter: Filter, field: FieldName): Filter {
  return { kind: 'and', operands: conjuncts(filter).filter((conjunct) => !isOnlyOn(conjunct, field)) };
}

const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function countValues(rows: readonly NaiveRow[], field: FieldName): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const value of valuesOf(row, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Array.from(counts, ([value, count]) => ({ value, count })).sort(
    (a, b) => b.count - a.count || byText(a.value, b.value),
  );
}

export function naiveFacet(
  rows: readonly NaiveRow[],
  question: Selection,
  { field, top, underWholeFilter }: ViewQuestion['facets'][number],
): Facet {
  const filter = underWholeFilter === true ? question.filter : withoutConditionsOn(question.filter, field);
  const among = matching(rows, { filter, withDuplicates: question.withDuplicates });
  const values = countValues(among, field);
  const missing = among.filter((row) => row.texts[field] === null).length;
  return { field, distinct: values.length, missing, values: values.slice(0, top) };
}

export function naiveSorted(
  rows: readonly NaiveRow[],
  question: Selection,
  { field, descending }: SortOrder,
): NaiveRow[] {
  const direction = descending ? -1 : 1;
  const inTime = (a: NaiveRow, b: NaiveRow) =>
    (a.timeMs ?? Number.NEGATIVE_INFINITY) === (b.timeMs ?? Number.NEGATIVE_INFINITY)
      ? a.event - b.event
      : (a.timeMs ?? Number.NEGATIVE_INFINITY) - (b.timeMs ?? Number.NEGATIVE_INFINITY);
  const compareTexts = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return matching(rows, question).sort((a, b) => {
    const [textA, textB] = [a.texts[field], b.texts[field]];
    if ((textA === null) !== (textB === null)) return textA === null ? 1 : -1;
    if (field === 'time') return direction * inTime(a, b);
    if (textA === null || textB === null) return inTime(a, b);
    const byValue = compareTexts(textA.toLowerCase(), textB.toLowerCase()) || compareTexts(textA, textB);
    return direction * byValue || inTime(a, b);
  });
}

export function toEventRow(row: NaiveRow, columns: readonly FieldName[]): EventRow {
  const { event, timeMs, isDuplicate, isConflict } = row;
  return { event, timeMs, isDuplicate, isConflict, values: columns.map((field) => row.texts[field]) };
}

/** Everything of a view but the step of the histogram, which the caller gives as the engine chose it. */
export function naiveView(
  rows: readonly NaiveRow[],
  question: ViewQuestion,
  stepMs: number | undefined,
): Omit<Result<'events.view'>, 'revision' | 'elapsedMs'> {
  const matches = matching(rows, question);
  const times = matches.flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]));
  const { page } = question;
  const sorted =
    page === null ? [] : naiveSorted(rows, question, page.sort).slice(page.offset, page.offset + page.limit);
  return {
    undecided: 0,
    total: visible(rows, question.withDuplicates).length,
    matched: matches.length,
    undated: matches.length - times.length,
    histogram:
      stepMs === undefined || times.length === 0
        ? null
        : bars(matches, Math.min(...times), Math.max(...times), stepMs),
    facets: question.facets.map((facet) => naiveFacet(rows, question, facet)),
    rows: sorted.map((row) => toEventRow(row, page?.columns ?? [])),
  };
}

function bars(matches: readonly NaiveRow[], firstMs: number, lastMs: number, stepMs: number) {
  const fromMs = Math.floor(firstMs / stepMs) * stepMs;
  const empty = () =>
    Array.from({ length: Math.floor(lastMs / stepMs) - Math.floor(firstMs / stepMs) + 1 }, () => 0);
  const histogram = { fromMs, stepMs, read: empty(), write: empty(), failed: empty() };
  for (const { timeMs, texts } of matches) {
    if (timeMs === null) continue;
    const isFailed = texts.outcome === 'failed' || texts.outcome === 'denied';
    const counts = isFailed ? histogram.failed : texts.readonly === 'true' ? histogram.read : histogram.write;
    const bar = Math.floor((timeMs - fromMs) / stepMs);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return histogram;
}
