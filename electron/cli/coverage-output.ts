import { type CoverageMap, type CoverageState, coverageStates } from '../contract/integrity.ts';
import { counted, isoTime } from './output.ts';
import { terminalJson, terminalText } from './terminal-text.ts';

/** One JSON object; its shape does not change between versions of Spoor. */
export function coverageJson(map: CoverageMap): string {
  const { fromMs, untilMs, stepMs, rows, unplacedFiles, leftOutRows, isVerified } = map;
  const told = {
    from: isoTime(fromMs),
    to: isoTime(untilMs),
    stepMs,
    rows: rows.map(({ account, region, files, events, cells }) => ({
      ...{ account, region, files, events },
      cells: cells.map((cell, at) => ({
        from: isoTime(fromMs + at * stepMs),
        state: cell.state,
        files: cell.files,
        events: cell.events,
        partlyIndexed: cell.isPartlyIndexed,
      })),
    })),
    unplacedFiles,
    ...(leftOutRows === undefined ? {} : { leftOutRows }),
    verified: isVerified,
  };
  return `${terminalJson(told, 2)}\n`;
}

const marks: Readonly<Record<CoverageState, { readonly mark: string; readonly words: string }>> = {
  altered: { mark: 'X', words: 'altered' },
  missing: { mark: '!', words: 'a log file is missing' },
  digestMissing: { mark: 'D', words: 'a digest is missing' },
  gap: { mark: '/', words: 'logging or validation was off, and no log file is there' },
  unproven: { mark: '?', words: 'not proven' },
  validationOff: { mark: 'v', words: 'log files without digests: validation was off' },
  notSynced: { mark: '-', words: 'not synced' },
  proven: { mark: '#', words: 'proven' },
  provenEmpty: { mark: '.', words: 'proven empty' },
  unknown: { mark: ' ', words: 'nothing is known' },
};

const hourMs = 3_600_000;

/** One character for each cell. */
export function coverageText(map: CoverageMap): string {
  const { fromMs, untilMs, stepMs, rows, unplacedFiles } = map;
  if (rows.length === 0)
    return `No log file or digest of a known account and region.\n${unplacedLine(unplacedFiles)}`;
  const width = Math.max(...rows.map(({ region }) => terminalText(region).length));
  const lines = [`${isoTime(fromMs)} to ${isoTime(untilMs)}, one mark for ${stepWords(stepMs)}`];
  let account: string | null = null;
  for (const row of rows) {
    if (row.account !== account) lines.push('', terminalText(row.account));
    account = row.account;
    const cells = row.cells.map(({ state }) => marks[state].mark).join('');
    lines.push(`  ${terminalText(row.region).padEnd(width)}  |${cells}|  ${counted(row.files, 'file')}`);
  }
  const present = new Set(rows.flatMap(({ cells }) => cells.map(({ state }) => state)));
  lines.push('');
  for (const state of coverageStates)
    if (present.has(state)) lines.push(`  ${marks[state].mark}  ${marks[state].words}`);
  const partly = rows.some(({ cells }) => cells.some(({ isPartlyIndexed }) => isPartlyIndexed));
  if (partly) lines.push('', 'Event selectors left events of some files out of the index.');
  return `${lines.join('\n')}\n${unplacedLine(unplacedFiles)}`;
}

function unplacedLine(files: number): string {
  if (files === 0) return '';
  const are = files === 1 ? 'is' : 'are';
  return `${counted(files, 'log file')} ${are} in no cell: account, region or time of delivery is not known.\n`;
}

function stepWords(stepMs: number): string {
  const hours = stepMs / hourMs;
  if (hours % 24 === 0) return counted(hours / 24, 'day');
  return counted(hours, 'hour');
}
