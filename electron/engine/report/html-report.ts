import type { VerifiedObject } from '../../contract/integrity.ts';
import { coveragePicture } from './coverage-picture.ts';
import { escapeHtml } from './escape.ts';
import { exceptionGroups } from './exception-groups.ts';
import { chainTable, custodySection, gapTable, keyTable, totalsTable } from './html-tables.ts';
import { limits } from './limits.ts';
import type { ReportFacts } from './report-facts.ts';
import { bytesText, counted, percentText, spanText, timeText } from './report-text.ts';
import { overallWords, summaryOf, verdictWords } from './report-words.ts';
import { styleSheet } from './style.ts';
import { verdictBar } from './verdict-bar.ts';

/** More of them are for a program: the JSON report has all. */
export const maxExceptions = 10_000;

/** The report as HTML that needs nothing beside itself, in pieces. @param exceptions at most {@link maxExceptions} */
export function* htmlReport(
  facts: ReportFacts,
  exceptions: readonly VerifiedObject[],
): Generator<string, void, undefined> {
  const name = escapeHtml(facts.caseName);
  // Whoever opens it: nothing may run or be fetched, whatever somebody puts into a log file's name.
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Spoor ${escapeHtml(facts.version)}">
<title>Integrity report: ${name}</title><style>${styleSheet}</style></head><body>
<header><p class="kind">Integrity report of CloudTrail log files</p><h1>${name}</h1></header>
`;
  yield headOf(facts);
  yield `<h2>What was checked</h2>${checkedList(facts)}`;
  yield `<h2>Result</h2>${totalsTable(facts.verification)}`;
  yield '<h2>Evidence by account, region and hour</h2><div class="panel">';
  yield* coveragePicture(facts.coverage);
  yield '</div>';
  yield `<h2>Trails and their chains</h2>${chainTable(facts)}`;
  yield `<h2>Time of which nothing is proven</h2>${gapTable(facts.verification)}`;
  yield `<h2>Keys</h2>${keyTable(facts.verification)}`;
  yield '<h2>What needs a look</h2>';
  if (facts.exceptions === 0) yield '<p>Nothing: every file asked about is proven.</p>';
  if (facts.exceptions > exceptions.length)
    yield `<p class="note warn">These are the worst ${exceptions.length.toLocaleString('en')} of ${counted(facts.exceptions, 'file')}; all of them are in the JSON report (<code>spoor verify CASE --report FILE.json</code>).</p>`;
  yield* exceptionGroups(exceptions);
  yield `<h2>What this proves, and what it does not</h2><div class="panel limits">${limits
    .map(({ title, text }) => `<div><h3>${escapeHtml(title)}</h3><p>${escapeHtml(text)}</p></div>`)
    .join('')}</div>`;
  yield `<h2>Custody of the case</h2>${custodySection(facts.custody)}`;
  yield `<footer>Written by Spoor ${escapeHtml(facts.version)} on ${timeText(facts.writtenAtMs)}, offline. All times are UTC.</footer></body></html>\n`;
}

function headOf({ verification }: ReportFacts): string {
  const { overall, logs, digests, keys, bytes, elapsedMs, atMs, series, isCurrent, isKept } = verification;
  const { label, tone, sentence } = overallWords[overall];
  const proven = (logs.by.proven ?? 0) + (logs.by.moved ?? 0);
  const usable = keys.filter(({ fault }) => fault === null).length;
  const seconds = (elapsedMs / 1000).toLocaleString('en', { maximumFractionDigits: 1 });
  const share = logs.total === 0 ? 'No log file' : `${percentText(proven, logs.total)} proven`;
  const notes = [
    isCurrent
      ? ''
      : '<p class="note warn">Files or keys came into the case after this check, and are not in it. Check again to have them told.</p>',
    isKept
      ? ''
      : '<p class="note neutral">The case was open read-only: neither the check nor this report is noted in its custody list.</p>',
  ];
  return `<div class="panel verdict"><span class="badge ${tone}">${label}</span><div><p><strong>${sentence}</strong></p><p>${summaryOf(verification)}</p></div></div>
${notes.join('')}<div class="cards">
<div><b>${share}</b>${verdictBar(logs)}<span class="small">${logs.total === 0 ? '' : `of ${counted(logs.total, 'log file')}: ${breakdown(logs.by)}`}</span></div>
<div><b>${counted(digests.total, 'digest')}</b><span class="small">in ${counted(series.length, 'chain')}; ${((digests.by.proven ?? 0) + (digests.by.moved ?? 0)).toLocaleString('en')} proven</span></div>
<div><b>${counted(keys.length, 'key')}</b><span class="small">${usable === keys.length ? 'at hand' : `${usable} of them usable`}</span></div>
<div><b>${bytesText(bytes)}</b><span class="small">checked in ${seconds} s on ${timeText(atMs)}, no network</span></div>
</div>`;
}

function breakdown(by: Readonly<Record<string, number | undefined>>): string {
  const parts = Object.entries(verdictWords).flatMap(([verdict, { label }]) => {
    const count = by[verdict];
    return count === undefined || count === 0 ? [] : [`${count.toLocaleString('en')} ${label}`];
  });
  return parts.toReversed().join(' · ');
}

function checkedList({ verification, sources, files, events }: ReportFacts): string {
  const { choice, atMs, version } = verification;
  const { fromMs, untilMs, accounts, regions, trails } = choice;
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'all' : names.map(escapeHtml).join(', ');
  const time =
    fromMs === null && untilMs === null
      ? 'all that the digests cover'
      : fromMs !== null && untilMs !== null
        ? spanText(fromMs, untilMs)
        : fromMs === null
          ? `until ${timeText(untilMs ?? 0)}`
          : `from ${timeText(fromMs)}`;
  const from = sources.map(
    ({ kind, label, files: count }) =>
      `${escapeHtml(kind)} <code>${escapeHtml(label)}</code> (${counted(count, 'file')})`,
  );
  const rows = [
    ['The case', `${counted(files.seen, 'file')} seen, ${counted(events, 'event')}`],
    ['Its sources', from.length === 0 ? 'none' : from.join('<br>')],
    ['Asked: time', time],
    ['Asked: accounts', list(accounts)],
    ['Asked: regions', list(regions)],
    ['Asked: trails', list(trails)],
    ['Checked', `${timeText(atMs)} by Spoor ${escapeHtml(version)}, offline`],
  ];
  return `<dl class="panel">${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}
