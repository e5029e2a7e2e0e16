import { decode, type Text } from './decode.ts';
import { isObject } from './json.ts';
import { skipSpace } from './json-scan.ts';
import { limits, sizeText } from './limits.ts';
import type { UnitsRead, VisitUnit } from './units.ts';

/** So many lines are tried before a text is held to be something else than a record a line. */
const triedLines = 8;
/** So many bad lines are named; the others are counted. */
const namedLines = 5;
/** CloudWatch Logs' export to S3 puts the time of the message before it. */
const exportPrefix = /^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?=\{)/;

interface Lines {
  read(visit: VisitUnit): Pick<UnitsRead, 'problems' | 'oversized'>;
}

/**
 * A text is one of lines when its first line is a JSON object of its own, or most of the first lines are. Null when
 * it is something else, and for a single line, which is a document.
 */
export function findLines(text: Text, from: number): Lines | null {
  if (!hasSecondLine(text, from)) return null;
  let good = 0;
  let tried = 0;
  for (const line of linesOf(text, from)) {
    tried += 1;
    const parsed = line.end - line.start > limits.recordBytes ? null : parseLine(text, line);
    if (parsed !== null && isObject(parsed.value) && Object.keys(parsed.value).length > 0) good += 1;
    if ((tried === 1 && good === 1) || tried === triedLines) break;
  }
  return good * 2 > tried ? { read: (visit) => readLines(text, from, visit) } : null;
}

function hasSecondLine(text: Text, from: number): boolean {
  const end = text.bytes.indexOf(0x0a, from);
  return end >= 0 && skipSpace(text.bytes, end) < text.bytes.length;
}

interface Line {
  readonly start: number;
  /** Without the line break and the carriage return. */
  readonly end: number;
  /** From 1, blank lines counted. */
  readonly number: number;
}

/** The lines that are not blank. */
function* linesOf(text: Text, from: number): Generator<Line> {
  const { bytes } = text;
  let number = 1;
  for (let i = 0; i < from; i += 1) if (bytes[i] === 0x0a) number += 1;
  for (let start = from; start < bytes.length; number += 1) {
    const found = bytes.indexOf(0x0a, start);
    const next = found < 0 ? bytes.length : found;
    let end = next;
    while (end > start && isSpace(bytes[end - 1])) end -= 1;
    let first = start;
    while (first < end && isSpace(bytes[first])) first += 1;
    if (first < end) yield { start: first, end, number };
    start = next + 1;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x1e;
}

function parseLine(text: Text, line: Line): { value: unknown; start: number } | null {
  const json = decode(text, line.start, line.end);
  const skipped = json.startsWith('{') ? 0 : (exportPrefix.exec(json)?.[0].length ?? 0);
  try {
    return { value: JSON.parse(skipped === 0 ? json : json.slice(skipped)), start: line.start + skipped };
  } catch {
    // One bad line does not spoil the others: the caller names it in the ledger.
    return null;
  }
}

function readLines(text: Text, from: number, visit: VisitUnit): Pick<UnitsRead, 'problems' | 'oversized'> {
  const bad: number[] = [];
  let badCount = 0;
  let oversized = 0;
  let count = 0;
  for (const line of linesOf(text, from)) {
    count += 1;
    const isOversized = line.end - line.start > limits.recordBytes;
    if (isOversized) oversized += 1;
    const parsed = isOversized ? null : parseLine(text, line);
    if (parsed === null) {
      badCount += 1;
      if (bad.length < namedLines) bad.push(line.number);
    } else if (!visit(parsed.value, parsed.start, line.end)) break;
  }
  if (badCount === 0) return { problems: [], oversized };
  const more = badCount > bad.length ? ', …' : '';
  const size = oversized > 0 ? ` (${oversized} of them larger than ${sizeText(limits.recordBytes)})` : '';
  const problem = `${badCount} of ${count} lines cannot be read${size}: line ${bad.join(', ')}${more}.`;
  return { problems: [problem], oversized };
}
