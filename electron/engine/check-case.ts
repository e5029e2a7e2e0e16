import type { Overall, VerifyChoice } from '../contract/integrity.ts';
import { keepVerification } from './case/verdicts.ts';
import type { CaseSession } from './case-session.ts';
import type { GivenKey } from './integrity/key-ring.ts';
import { startCheck } from './integrity/start-check.ts';
import type { JobReport } from './jobs.ts';

export interface CheckOptions {
  readonly version: string;
  readonly workersDir: string;
  readonly clock: () => number;
}

/** Everything, as far as there are digests. */
export const wholeCase: VerifyChoice = {
  fromMs: null,
  untilMs: null,
  accounts: [],
  regions: [],
  trails: [],
};

/**
 * Checks an open case and keeps the result; afterwards its events show the verdicts of their files.
 *
 * @param keys beside those of the case
 * @returns null when it was cancelled
 */
export async function checkCase(
  session: CaseSession,
  { choice, keys }: { readonly choice: VerifyChoice; readonly keys: readonly GivenKey[] },
  { version, workersDir, clock }: CheckOptions,
  report: (progress: JobReport) => void,
  signal: AbortSignal,
): Promise<Overall | null> {
  const keeps = session.file.access === 'write';
  const request = { version, choice, keys, question: null, keeps };
  const end = await startCheck(session.file.db, request, {
    workersDir,
    readers: session.readers,
    signal,
    onProgress: ({ done, total, bytes }) => report({ done, total, bytes }),
  });
  if (end.kind !== 'done') return null;
  if (end.result !== null) keepVerification(session.file.db, end.result, clock());
  await session.refreshVerdicts();
  return end.overall;
}
