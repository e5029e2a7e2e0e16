import { countLogs } from '../case/checked-files.ts';
import type { Database } from '../case/driver.ts';
import { tellKeys, tellResult } from './check-result.ts';
import type { CheckResult, CheckTask } from './check-task.ts';
import { allTime, type TimeWindow } from './evidence.ts';
import { HashedFiles } from './hashed-files.ts';
import { keyRing } from './key-ring.ts';
import { MatchedLogs } from './log-file.ts';
import { NamedLogs } from './named-logs.ts';
import { judgeDigests } from './proof.ts';
import { ProofGraph } from './proof-graph.ts';
import { type ValidateOutput, validateText } from './validate-text.ts';
import { conclude, verify, walkDigests } from './verify.ts';

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
  const { walked, logs: matched, bytes } = await gather(run, allTime);
  const whole = conclude(walked, matched);
  const { fromMs, untilMs } = task.choice;
  const isWhole = fromMs === null && untilMs === null;
  const { graph } = walked;
  const asked = isWhole ? whole : verify({ graph, logs: matched, window: { fromMs, untilMs } });
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
      bytes,
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
  const { fromMs, untilMs } = question;
  const { walked, logs } = await gather(run, { fromMs, untilMs });
  return validateText(conclude(walked, logs).judged, question);
}

/** Digests are walked, and log files held against them, while the threads go on with the next log files. */
async function gather({ db, task, signal, onProgress }: CheckRun, window: TimeWindow) {
  const total = countLogs(db);
  const hashed = new HashedFiles(task.hashers, signal, ({ logCount: done, bytes }) =>
    onProgress({ done, total, bytes }),
  );
  const graph = new ProofGraph(await hashed.digests(), keyRing(task.keys));
  judgeDigests(graph);
  const walked = walkDigests(graph, window);
  const logs = new MatchedLogs(new NamedLogs(graph.all));
  await hashed.eachLog((log) => logs.add(log));
  return { walked, logs, bytes: hashed.bytes };
}
