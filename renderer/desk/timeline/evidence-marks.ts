import type { CoverageState, Evidence } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { type Domain, startOf } from './domain.ts';

type Range = Evidence['ranges'][number];

/** How a time without complete evidence is drawn: `none` is hatched, the others are a line under the bars. */
export type MarkKind = 'none' | 'unproven' | 'altered';

/** A stretch of the chart, in parts of its width. */
export interface EvidenceMark {
  readonly kind: MarkKind;
  readonly from: number;
  readonly width: number;
}

const kinds: Readonly<Record<CoverageState, MarkKind | null>> = {
  altered: 'altered',
  missing: 'none',
  digestMissing: 'none',
  gap: 'none',
  notSynced: 'none',
  unknown: 'none',
  unproven: 'unproven',
  validationOff: 'unproven',
  proven: null,
  provenEmpty: null,
};

/** Worst last: it is drawn over the others. */
const order: readonly MarkKind[] = ['unproven', 'none', 'altered'];

const mostSentences = 3;

/** Of a bar: what lies closer together is drawn as one, so that years of hours stay a drawing. */
const finest = 1 / 4;

/** What of the ranges is in the time shown, joined where the same follows the same. */
export function evidenceMarks(domain: Domain, ranges: readonly Range[]): readonly EvidenceMark[] {
  const spanMs = domain.bars * domain.stepMs;
  const nearMs = finest * domain.stepMs;
  return order.flatMap((kind) => {
    const stretches: { fromMs: number; untilMs: number }[] = [];
    for (const range of inside(domain, ranges)) {
      if (kinds[range.state] !== kind) continue;
      const fromMs = Math.max(range.fromMs, domain.fromMs);
      const untilMs = Math.min(range.untilMs, domain.fromMs + spanMs);
      const last = stretches.at(-1);
      if (last !== undefined && fromMs - last.untilMs < nearMs)
        last.untilMs = Math.max(last.untilMs, untilMs);
      else stretches.push({ fromMs, untilMs });
    }
    return stretches.map(({ fromMs, untilMs }) => ({
      kind,
      from: (fromMs - domain.fromMs) / spanMs,
      width: (untilMs - fromMs) / spanMs,
    }));
  });
}

/** What is said of the bars, each sentence once; of many only the first. */
export function evidenceSentences(
  domain: Domain,
  ranges: readonly Range[],
  { first, last }: { readonly first: number; readonly last: number },
): readonly string[] {
  const fromMs = startOf(domain, first);
  const untilMs = startOf(domain, last + 1);
  const met = ranges.filter((range) => range.fromMs < untilMs && range.untilMs > fromMs);
  const sentences = [...new Set(met.map(({ sentence }) => visibleText(sentence)))];
  const others = sentences.length - mostSentences;
  if (others <= 0) return sentences;
  return [...sentences.slice(0, mostSentences), `${formatCounted(others, 'more reason')}.`];
}

/** For those who hear the page; empty when nothing is missing, or nothing is known. */
export function evidenceSummary(evidence: Evidence | null): string {
  if (evidence === null || evidence.withoutEvidence === 0) return '';
  const { withoutEvidence, hours } = evidence;
  return ` The evidence is incomplete for ${withoutEvidence} of ${hours} hours, counted by account and region.`;
}

function inside(domain: Domain, ranges: readonly Range[]): readonly Range[] {
  const untilMs = startOf(domain, domain.bars);
  return ranges
    .filter((range) => range.fromMs < untilMs && range.untilMs > domain.fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
}
