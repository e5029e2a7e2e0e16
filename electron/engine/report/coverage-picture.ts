import type { CoverageMap, CoverageState } from '../../contract/integrity.ts';
import { escapeHtml } from './escape.ts';
import { groupBy } from './group-by.ts';
import { counted, durationText, spanText } from './report-text.ts';
import { stateWords } from './report-words.ts';

/** More rows than on a dozen pages help nobody. */
const maxRows = 400;
/** On one piece, which is not torn by the end of a page. */
const rowsPerPicture = 36;

const width = 680;
const labelWidth = 108;
const countWidth = 74;
const rowHeight = 15;
const axisHeight = 14;
const cellsWidth = width - labelWidth - countWidth;

/** Colours that differ in lightness too; what there is no evidence for is hatched, and so tells without colour. */
const fills: Readonly<Record<CoverageState, string>> = {
  proven: '#5b9674',
  provenEmpty: '#c0d7c9',
  unproven: '#a86a00',
  validationOff: '#dbbe8c',
  digestMissing: 'url(#digestMissing)',
  gap: 'url(#gap)',
  missing: 'url(#missing)',
  altered: '#c8452e',
  notSynced: '#cfcac0',
  unknown: '#efede8',
};

const hatches = [
  ['digestMissing', '#efede8', '#6b665c'],
  ['gap', '#fbf0d9', '#a86a00'],
  ['missing', '#fbe9e4', '#c8452e'],
] as const;

/** What lies in the case by account, region and hour, as pictures with a legend. */
export function* coveragePicture(map: CoverageMap): Generator<string, void, undefined> {
  if (map.rows.length === 0) {
    yield '<p>No file of the case says where and when it was delivered.</p>';
    return;
  }
  yield hatchDefinitions();
  const cells = map.stepMs === 3_600_000 ? 'one hour' : durationText(map.stepMs);
  yield `<p class="small">${spanText(map.fromMs, map.untilMs)}, by hour of delivery; a cell is ${cells}, and shows the worst of its hours.</p>`;
  const shown = map.rows.slice(0, maxRows);
  for (const [account, rows] of groupBy(shown, ({ account: of }) => of)) {
    yield `<h3 class="mono">${escapeHtml(account)}</h3>`;
    for (let at = 0; at < rows.length; at += rowsPerPicture)
      yield picture(map, rows.slice(at, at + rowsPerPicture));
  }
  const left = map.rows.length - shown.length + (map.leftOutRows ?? 0);
  if (left > 0)
    yield `<p class="note neutral">${counted(left, 'more row')} of accounts and regions ${left === 1 ? 'has' : 'have'} no room here: “spoor coverage” tells them.</p>`;
  yield legend(shown);
  if (map.unplacedFiles > 0)
    yield `<p class="small">${counted(map.unplacedFiles, 'file')} of unknown account, region or hour ${map.unplacedFiles === 1 ? 'is' : 'are'} in no cell.</p>`;
}

type MapRow = CoverageMap['rows'][number];

function picture({ fromMs, untilMs }: CoverageMap, rows: readonly MapRow[]): string {
  const height = axisHeight + rows.length * rowHeight;
  const lines = rows.map((row, at) => line(row, axisHeight + at * rowHeight));
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const axis = [
    `<text x="${labelWidth}" y="10">${day(fromMs)}</text>`,
    `<text x="${labelWidth + cellsWidth}" y="10" text-anchor="end">${day(untilMs)}</text>`,
  ];
  const title = `Evidence by region and hour: ${rows.map(({ region }) => region).join(', ')}`;
  return `<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${axis.join('')}${lines.join('')}</svg>`;
}

function line({ region, files, cells }: MapRow, y: number): string {
  const step = cellsWidth / Math.max(1, cells.length);
  const gap = step > 5 ? 1 : step > 2.5 ? 0.5 : 0;
  const boxes = cells.map(
    ({ state }, at) =>
      `<rect x="${round(labelWidth + at * step)}" y="${y + 1}" width="${round(step - gap)}" height="${rowHeight - 3}" fill="${fills[state]}"/>`,
  );
  return [
    `<text class="code" x="0" y="${y + 10}">${escapeHtml(region)}</text>`,
    ...boxes,
    `<text x="${width}" y="${y + 10}" text-anchor="end">${counted(files, 'file')}</text>`,
  ].join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function legend(rows: readonly MapRow[]): string {
  const present = new Set(rows.flatMap(({ cells }) => cells.map(({ state }) => state)));
  const entries = Object.entries(stateWords).flatMap(([name, label]) => {
    const state = [...present].find((one) => one === name);
    return state === undefined
      ? []
      : [
          `<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="${fills[state]}"/></svg>${label}</span>`,
        ];
  });
  return `<div class="legend">${entries.join('')}</div>`;
}

function hatchDefinitions(): string {
  const patterns = hatches.map(
    ([id, ground, line]) =>
      `<pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="${ground}"/><rect width="1.4" height="4" fill="${line}"/></pattern>`,
  );
  return `<svg class="defs" aria-hidden="true"><defs>${patterns.join('')}</defs></svg>`;
}
