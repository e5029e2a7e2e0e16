import type { CoverageCell, CoverageMap } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { formatMoment, timeParts } from '../../format/time.ts';
import type { Zone } from '../../state/view-url.ts';
import { rangeWords } from '../gap-words.ts';
import { stateWords } from './state-words.ts';

const hourMs = 3_600_000;

/** Where a cell is: "Thu 29 Jul 12:00, us-west-1", or from and to where it is wider than an hour. */
export function placeWords(
  cell: { readonly region: string; readonly fromMs: number; readonly untilMs: number },
  zone: Zone,
): string {
  const when =
    cell.untilMs - cell.fromMs <= hourMs
      ? formatMoment(cell.fromMs, zone)
      : rangeWords(cell.fromMs, cell.untilMs, zone);
  return `${when}, ${cell.region}`;
}

/** What a cell holds: "proven: 12 files, 340 events". */
export function contentWords({ state, files, events, isPartlyIndexed }: CoverageCell): string {
  const { label } = stateWords[state];
  const held =
    files === 0 ? 'no log file' : `${formatCounted(files, 'file')}, ${formatCounted(events, 'event')}`;
  return `${label}: ${held}${isPartlyIndexed ? '; event selectors left some out of the index' : ''}`;
}

/** What has the cursor, for those who see it; those who hear the page hear the cell's own name. */
export function cursorWords(
  { fromMs, stepMs }: Pick<CoverageMap, 'fromMs' | 'stepMs'>,
  row: CoverageMap['rows'][number] | undefined,
  at: number,
  chosen: { readonly first: number; readonly last: number } | null,
  zone: Zone,
): string {
  if (chosen !== null) {
    const span = rangeWords(fromMs + chosen.first * stepMs, fromMs + (chosen.last + 1) * stepMs, zone);
    return `${span}: Enter zooms in.`;
  }
  const cell = row?.cells[at];
  if (row === undefined || cell === undefined) return '';
  const start = fromMs + at * stepMs;
  return `${placeWords({ region: row.region, fromMs: start, untilMs: start + stepMs }, zone)} · ${contentWords(cell)}`;
}

/** 28 Jul 00:00 to 31 Jul 00:00: what the map covers. */
export function spanTitle({ fromMs, untilMs }: Pick<CoverageMap, 'fromMs' | 'untilMs'>, zone: Zone): string {
  return `${dayAndClock(fromMs, zone)} to ${dayAndClock(untilMs, zone)}`;
}

function dayAndClock(ms: number, zone: Zone): string {
  const words = formatMoment(ms, zone);
  const year = timeParts(ms, zone)?.year;
  const short = words.slice(words.indexOf(' ') + 1);
  return year === undefined ? short : short.replace(/ (\d\d:\d\d)$/, ` ${year} $1`);
}
