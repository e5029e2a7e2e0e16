import type { LoggingEvidence } from '../../../contract/integrity.ts';
import type { Database } from '../../case/driver.ts';
import { numberAt, numberOrNullAt, textOrNullAt } from '../../case/row.ts';
import { type CallCategory, managementServices, readingCalls, serviceCalls } from './data-calls.ts';

/** What CloudTrail takes a call for. */
export interface CallKind {
  /** Null: neither AWS's lists nor the case tell. */
  readonly category: CallCategory | null;
  /** What a data event is done to, as selectors name it; null where it is not known. */
  readonly resourceType: string | null;
  /** What `readOnly` of its record may be. */
  readonly mayRead: readonly boolean[];
  /** Events of the case that tell it. */
  readonly evidence: readonly LoggingEvidence[];
}

/** What a call is by AWS's lists, and by the records that the case has of such calls; where they differ, not known. */
export function callKind(db: Database, source: string, name: string): CallKind {
  const listed = listedKind(source, name);
  const seen = seenKind(db, source, name);
  const hasTwo = listed.category !== null && seen.category !== null && listed.category !== seen.category;
  const isUnclear = hasTwo || seen.isMixed;
  return {
    category: isUnclear ? null : (listed.category ?? seen.category),
    resourceType: listed.resourceType,
    mayRead: seen.mayRead.length > 0 ? seen.mayRead : listed.mayRead,
    evidence: listed.category === null || isUnclear ? seen.evidence : [],
  };
}

function listedKind(source: string, name: string): Omit<CallKind, 'evidence'> {
  const service = serviceCalls.get(source);
  const data = service?.data.find(({ reads, writes }) => reads.includes(name) || writes.includes(name));
  if (data !== undefined) {
    const { resourceType } = data;
    return { category: 'Data', resourceType, mayRead: [data.reads.includes(name)] };
  }
  const isManagement =
    managementServices.has(source) || service?.others === 'management' || service?.others.includes(name);
  const category = isManagement === true ? 'Management' : null;
  return { category, resourceType: null, mayRead: readingOf(source, name) };
}

/** A name is taken at its word only where AWS keeps to it; else both are possible. */
function readingOf(source: string, name: string): readonly boolean[] {
  if (readingCalls.has(`${source}:${name}`)) return [true];
  if (tokenServices.has(source)) return [true, false];
  if (/^(?:Get|List|Describe|Head)[A-Z]/.test(name)) return [true];
  return writingName.test(name) ? [false] : [true, false];
}

/** What they call Get gives somebody access. */
const tokenServices: ReadonlySet<string> = new Set(['signin.amazonaws.com', 'sts.amazonaws.com']);
const writingName =
  /^(?:(?:Create|Delete|Update|Put|Attach|Detach|Modify|Add|Remove|Tag|Untag)[A-Z]|(?:Start|Stop)(?:Logging|Instances)$|(?:Run|Terminate)Instances$)/;

interface SeenKind extends Pick<CallKind, 'category' | 'mayRead' | 'evidence'> {
  /** Some are data events, others management events. */
  readonly isMixed: boolean;
}

function seenKind(db: Database, source: string, name: string): SeenKind {
  const rows = db.all(
    `SELECT c.id, (SELECT text FROM terms WHERE id = c.category_t) AS category,
      (SELECT text FROM terms WHERE id = c.readonly_t) AS reads
    FROM calls AS c WHERE c.name_t = (SELECT id FROM terms WHERE text = ?)
      AND c.source_t = (SELECT id FROM terms WHERE text = ?) LIMIT 1000`,
    name,
    source,
  );
  const calls = rows.map((row) => ({
    id: numberAt(row, 'id'),
    category: categoryOf(textOrNullAt(row, 'category')),
    reads: textOrNullAt(row, 'reads'),
  }));
  const of = (category: CallCategory) => calls.find((call) => call.category === category);
  const shown = [of('Management'), of('Data')].filter((call) => call !== undefined);
  const [only] = shown;
  const reading = [...new Set(calls.map(({ reads }) => reads))];
  return {
    category: shown.length === 1 && only !== undefined ? only.category : null,
    isMixed: shown.length > 1,
    mayRead: reading.every((text) => text === 'true' || text === 'false')
      ? reading.map((text) => text === 'true')
      : [],
    evidence: shown.flatMap(({ id, category }) => exampleOf(db, id, category ?? 'Management')),
  };
}

function categoryOf(text: string | null): CallCategory | null {
  return text === 'Management' || text === 'Data' ? text : null;
}

function exampleOf(db: Database, call: number, category: CallCategory): readonly LoggingEvidence[] {
  const row = db.get('SELECT id, time_ms FROM events WHERE call_id = ? LIMIT 1', call);
  if (row === undefined) return [];
  const sentence = `The case has such a call, and CloudTrail recorded it as a ${category.toLowerCase()} event.`;
  return [{ sentence, event: numberAt(row, 'id'), atMs: numberOrNullAt(row, 'time_ms') }];
}
