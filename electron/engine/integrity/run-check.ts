import { countLogs } from '../case/checked-files.ts';
import type { Database } from '../case/driver.ts';
import { keysToCheckWith } from '../case/public-keys.ts';
import { numberAt } from '../case/row.ts';
import { tellKeys, tellResult } from './check-result.ts';
import type { CheckResult, CheckTask } from './check-task.ts';
import { allTime } from './evidence.ts';
import { withHashPool } from './hash-pool.ts';
import { type GivenKey, keyRing } from './key-ring.ts';
import { judgeDigests } from './proof.ts';
import { ProofGraph } from './proof-graph.ts';
import { type ValidateOutput, validateText } from './validate-text.ts';
import { type Verification, verify } from './verify.ts';

export interface CheckRun {
  readonly db: Database;
  readonly task: CheckTask;
  /** The bundle of `workers/hash-thread.ts`. */
  readonly threadFile: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }) => void;
}

/**
 * Checks a case: hashes its log files on all threads, walks its digests, and tells the result.
 *
 * @throws AppError `damaged-case`; the signal's reason
 */
export async function runCheck(run: CheckRun): Promise<CheckResult> {
  const startedAt = performance.now();
  const { task } = run;
  const { db } = run;
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
      keys: [...tellKeys(gathered.told, whole.refusedKeys)],
      bytes: gathered.bytes,
    },
    rows,
    lastObject: numberOf(db, 'SELECT coalesce(max(id), 0) AS n FROM objects'),
    keyCount: numberOf(db, 'SELECT count(*) AS n FROM public_keys'),
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

/** The keys are read before the threads start, everything else while they work or after. */
async function gather({ db, task, threadFile, signal, onProgress }: CheckRun) {
  const total = countLogs(db);
  const { casePath, threads } = task;
  const ofCase = keysToCheckWith(db);
  const keys: readonly GivenKey[] = [...ofCase, ...task.keys];
  const told = [
    ...ofCase.map(({ der: _, ...key }) => key),
    ...task.keys.map(({ der: _, ...key }) => ({ ...key, origin: 'given' as const, region: null })),
  ];
  const options = {
    ...{ threadFile, threads, casePath, keys, signal },
    lastId: numberOf(db, 'SELECT coalesce(max(id), 0) AS n FROM objects'),
    onProgress: ({ files, bytes }: { files: number; bytes: number }) =>
      onProgress({ done: files, total, bytes }),
  };
  return withHashPool(options, async (pool) => {
    // What comes into the case meanwhile is for the next check.
    const hashed = await pool.hash();
    const graph = new ProofGraph(hashed.digests(), keyRing(keys));
    await graph.checkAhead(pool.check);
    judgeDigests(graph);
    return { graph, logs: hashed.logs(), told, bytes: hashed.bytes };
  });
}

function numberOf(db: Database, sql: string): number {
  const row = db.get(sql);
  return row === undefined ? 0 : numberAt(row, 'n');
}
