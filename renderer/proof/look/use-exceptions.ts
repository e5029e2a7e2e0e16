import type { Result } from '../../../electron/contract/api.ts';
import type { Verdict } from '../../../electron/contract/integrity.ts';
import { type Answer, useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';

export const pageRows = 200;

interface ExceptionsQuestion {
  readonly case: string;
  /** Null: every kind. */
  readonly verdict: Verdict | null;
  readonly text: string;
  /** From zero. */
  readonly page: number;
  readonly news: string;
}

/** A page of what is not simply proven. */
export function useExceptions(question: ExceptionsQuestion): Answer<Result<'verify.objects'>> {
  const { case: id, verdict, text, page } = question;
  return useAnswer(JSON.stringify(question), (signal) =>
    currentHost().call(
      'verify.objects',
      {
        case: id,
        kind: null,
        verdict,
        exceptionsOnly: true,
        text,
        offset: page * pageRows,
        limit: pageRows,
      },
      signal,
    ),
  );
}
