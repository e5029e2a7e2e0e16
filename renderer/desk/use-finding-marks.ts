import type { FindingBar } from '../../electron/contract/detect.ts';
import { useAnswer } from '../sources/use-answer.ts';
import { useFindings } from '../state/findings.ts';
import { currentHost } from '../state/host.ts';
import type { Domain } from './timeline/domain.ts';

const none: readonly FindingBar[] = [];

/** Bars of the timeline in which rules of some weight have found something, whatever the filter leaves. */
export function useFindingMarks(caseId: string, domain: Domain | null): readonly FindingBar[] {
  const hasFindings = useFindings(({ summary }) => summary !== null && summary.ranAtMs !== null);
  const news = useFindings((state) => state.news);
  const asked = hasFindings ? domain : null;
  const key = JSON.stringify([caseId, news, asked]);
  const { value } = useAnswer(key, async (signal) => {
    if (asked === null) return { key, bars: none };
    const { fromMs, stepMs, bars } = asked;
    const marks = { case: caseId, minLevel: 'medium', fromMs, stepMs, bars } as const;
    return { key, bars: (await currentHost().call('findings.marks', marks, signal)).bars };
  });
  return value?.key === key ? value.bars : none;
}
