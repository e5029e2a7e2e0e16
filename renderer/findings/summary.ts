import type { FindingsSummary, RuleRun } from '../../electron/contract/detect.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { levelLabels, levelsWorstFirst } from './level-words.ts';

/** The findings in a sentence or two. */
export function summaryOf(
  { ranAtMs, isCurrent, findings, problem }: FindingsSummary,
  run: RuleRun | null,
): string {
  if (ranAtMs === null) return 'No rules have been run over this case yet.';
  const all = levelsWorstFirst.reduce((sum, level) => sum + findings[level], 0);
  const parts = levelsWorstFirst
    .filter((level) => findings[level] > 0)
    .map((level) => `${formatCount(findings[level])} ${levelLabels[level]}`);
  const rules = run === null ? '' : ` of ${formatCounted(run.rules.length, 'rule')}`;
  const found =
    all === 0 ? `Nothing open${rules}.` : `${formatCounted(all, 'finding')}${rules}: ${parts.join(', ')}.`;
  const behind = isCurrent ? '' : ' Events came in since that the rules have not seen.';
  const kept = run?.isKept === false ? ' The case is read-only: they are not kept in it.' : '';
  return `${found}${behind}${problem === null ? '' : ` ${problem.message}`}${kept}`;
}
