import {
  type CustodyCheck,
  proofs,
  type SeriesName,
  type VerdictCounts,
  type Verification,
  verdicts,
} from '../../contract/integrity.ts';
import type { ChainProofs } from './chain-proofs.ts';
import { escapeHtml } from './escape.ts';
import type { ReportFacts } from './report-facts.ts';
import { counted, durationText, spanText, timeText } from './report-text.ts';
import { gapWords, originWords, proofWords, verdictWords } from './report-words.ts';

/** A trail that was off every night for years fills no more pages than this. */
const maxGaps = 1000;

/** Heads and cells are HTML: whoever calls it has escaped what is not ours. */
function table(
  heads: readonly (string | { readonly number: string })[],
  rows: readonly (readonly string[])[],
): string {
  const isNumber = heads.map((head) => typeof head !== 'string');
  const cell = (tag: string, html: string, at: number): string =>
    `<${tag}${isNumber[at] === true ? ' class="number"' : ''}>${html}</${tag}>`;
  const head = heads.map((name, at) => cell('th', typeof name === 'string' ? name : name.number, at));
  const body = rows.map((row) => `<tr>${row.map((html, at) => cell('td', html, at)).join('')}</tr>`);
  return `<div class="panel"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** How many digests and log files have which verdict, and what that means. */
export function totalsTable({ digests, logs }: Verification): string {
  const rows = verdicts
    .filter((verdict) => (digests.by[verdict] ?? 0) + (logs.by[verdict] ?? 0) > 0)
    .map((verdict) => {
      const { label, tone, sentence } = verdictWords[verdict];
      const count = ({ by }: VerdictCounts): string => (by[verdict] ?? 0).toLocaleString('en');
      return [`<span class="badge ${tone}">${label}</span>`, sentence, count(digests), count(logs)];
    });
  const total = ['<strong>all</strong>', '', digests.total, logs.total].map((cell) =>
    cell.toLocaleString('en'),
  );
  return table(['Verdict', 'Means', { number: 'Digests' }, { number: 'Log files' }], [...rows, total]);
}

export function chainTable({ verification, chains }: ReportFacts): string {
  const { series } = verification;
  if (series.length === 0) return '<p>There was no digest, and so no chain.</p>';
  const rows = series.map((one, at) => {
    const { fromMs, untilMs, digests } = one;
    const span = fromMs === null || untilMs === null ? '' : spanText(fromMs, untilMs);
    const worse = verdicts.flatMap((verdict) => {
      const count = verdict === 'proven' ? 0 : (digests.by[verdict] ?? 0);
      return count === 0 ? [] : [`${count.toLocaleString('en')} ${verdictWords[verdict].label}`];
    });
    const proven = proofLines(chains[at]);
    const state = [...worse, ...proven].map((line) => `<p>${line}</p>`).join('');
    return [seriesText(one), span, state, digests.total.toLocaleString('en')];
  });
  return table(['Trail, account, region', 'Covers', 'Chain', { number: 'Digests' }], rows);
}

function proofLines(chain: ChainProofs | undefined): readonly string[] {
  if (chain === undefined) return [];
  return proofs.flatMap((how) =>
    chain[how] === 0 ? [] : [`${chain[how].toLocaleString('en')} proven ${proofWords[how]}`],
  );
}

function seriesText({ trail, account, region, homeRegion, organization, isBackfill }: SeriesName): string {
  const home = homeRegion === null || homeRegion === region ? '' : `, home region ${escapeHtml(homeRegion)}`;
  const of = organization === null ? '' : `, organization ${escapeHtml(organization)}`;
  const place = `${escapeHtml(account ?? 'account unknown')}, <span class="whole">${escapeHtml(region ?? 'region unknown')}</span>`;
  return `<strong>${escapeHtml(trail ?? 'name unknown')}</strong>${isBackfill ? ' (backfill)' : ''}<p>${place}${home}${of}</p>`;
}

export function gapTable({ gaps }: Verification): string {
  if (gaps.length === 0) return '<p>None between the digests at hand.</p>';
  const rows = gaps
    .slice(0, maxGaps)
    .map((gap) => [
      `${spanText(gap.fromMs, gap.untilMs)}<p>${durationText(gap.untilMs - gap.fromMs)}</p>`,
      seriesText(gap),
      gapWords[gap.kind],
    ]);
  const rest =
    gaps.length <= maxGaps
      ? ''
      : `<p class="note warn">${counted(gaps.length - maxGaps, 'more gap')} are in the JSON report.</p>`;
  return `${table(['Time', 'Trail, account, region', 'Why'], rows)}${rest}`;
}

export function keyTable({ keys }: Verification): string {
  if (keys.length === 0) return '<p>No public key was at hand: no signature could be checked.</p>';
  const rows = keys.map(({ fingerprint, origin, region, validFromMs, validUntilMs, fault }) => [
    `<code>${escapeHtml(fingerprint)}</code>${fault === null ? '' : `<p><span class="badge fail">not used</span> ${escapeHtml(fault)}</p>`}`,
    originWords[origin],
    `<span class="whole">${escapeHtml(region ?? 'not told')}</span>`,
    validFromMs === null || validUntilMs === null
      ? 'not told'
      : `${timeText(validFromMs)} to ${timeText(validUntilMs)}`,
  ]);
  return table(['Fingerprint', 'Origin', 'Region', 'Valid'], rows);
}

/** @param check of the list before this report was added to it */
export function custodySection({ ok, brokenAt, rows, head, evidence }: CustodyCheck): string {
  const state = ok
    ? `<span class="badge ok">whole</span> Each of its ${counted(rows, 'row')} follows from the one before, and ${counted(evidence.files, 'file')} of the ledger ${evidence.files === 1 ? 'is' : 'are'} as the imports sealed them.`
    : `<span class="badge fail">broken</span> Row ${brokenAt ?? 0} does not follow from the one before it, or its files are not as it sealed them: the case was changed by something else than Spoor.`;
  const rest =
    evidence.unsealed === 0
      ? ''
      : `<p>${counted(evidence.unsealed, 'file')} of an import that was not ended ${evidence.unsealed === 1 ? 'is' : 'are'} under no seal yet.</p>`;
  return `<div class="panel"><p>${state}</p>${rest}<p>SHA-256 of its head before this report: <code>${escapeHtml(head)}</code></p></div>`;
}
