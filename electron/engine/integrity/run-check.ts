import { countLogs } from '../case/checked-files.ts';
import type { Database } from '../case/driver.ts';
import { tellKeys, tellResult } from './check-result.ts';
import type { CheckResult, CheckTask } from './check-task.ts';
import { allTime } from './evidence.ts';
import { collectHashed } from './hashed-files.ts';
import { keyRing } from './key-ring.ts';
import { judgeDigests } from './proof.ts';
import { ProofGraph } from './proof-graph.ts';
import { type ValidateOutput, validateText } from './validate-text.ts';
import { type Verification, verify } from './verify.ts';

export interface CheckRun {
  readonly db: Database;
  readonly task: CheckTask;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }) => void;
}

/**
 * Checks a case: takes what the threads hash, walks its digests, and tells the result.
 *
 * @throws AppError `damaged-case`; the signal's reason
 */
export async function runCheck(run: CheckRun): Promise<CheckResult> {
  const startedAt = performance.now();
  const { task } = run;
  const gathered = await gather(run);
  const { fromMs, untilMs } = task.choice;
  const whole = verify({ ...gathered, window: allTime });
  const isWhole = fromMs === null && untilMs === null;
  const asked = isWhole ? whole : verify({ ...gathered, window: { fromMs, untilMs } });
  const { rows, overall, digests, logs, series, gaps } = tellResult(whole, asked, task.choice);
  return {
    summary: {
      elapsedMs: performance.now() - startedAt,
      version: task.version,
      choice: task.choice,
      overall,
      digests,
      logs,
      series: [...series],
      gaps: [...gaps],
      keys: [...tellKeys(task.keys, whole.refusedKeys)],
      bytes: gathered.bytes,
    },
    rows,
    lastObject: task.lastObject,
    keyCount: task.keyCount,
  };
}

/** What validate-logs would print of the case. @throws as {@link runCheck} */
export async function runValidate(
  run: CheckRun,
  question: NonNullable<CheckTask['question']>,
): Promise<readonly ValidateOutput[]> {
  const gathered = await gather(run);
  const { fromMs, untilMs } = question;
  const result: Verification = verify({ ...gathered, window: { fromMs, untilMs } });
  return validateText(result.judged, question);
}

async function gather({ db, task, signal, onProgress }: CheckRun) {
  const total = countLogs(db);
  const hashed = await collectHashed(task.hashers, signal, ({ logCount: done, bytes }) =>
    onProgress({ done, total, bytes }),
  );
  const graph = new ProofGraph(hashed.digests(), keyRing(task.keys));
  judgeDigests(graph);
  return { graph, logs: hashed.logs(), bytes: hashed.bytes };
}
