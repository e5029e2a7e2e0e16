import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { type Columns, openColumns, type ViewQuestion } from '../../../electron/engine/columns/index.ts';
import { MadeCase, type MadeEvent, workersDir } from './made-case.ts';

function view(filter: Filter): ViewQuestion {
  return { filter, withDuplicates: false, histogram: { maxBars: 10 }, facets: [], page: null };
}

const everything = view({ kind: 'all' });
const slow = view({ kind: 'anywhere', pattern: { kind: 'regex', source: '([a-z]|[0-9]+){3,9}x$' } });

function events(count: number): MadeEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    timeMs: 1_627_430_400_000 + at * 1000,
    object: 'logs/a.json.gz',
    id: null,
    fields: { name: `name-${at}`, ...(at % 3 === 0 ? { error: 'AccessDenied' } : {}) },
  }));
}

const closed = { code: 'not-found', message: 'The case was closed.' };

/** Undefined when it went well. */
async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('columns that are closed at any moment', () => {
  const made = new MadeCase();
  made.add(events(20_000));
  const step = fc.record({
    what: fc.constantFrom('refresh' as const, 'view' as const, 'slow' as const),
    abortAfter: fc.option(fc.integer({ min: 0, max: 40 })),
    turns: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2500 })),
  });

  async function turns(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) await setImmediate();
  }

  function begin(columns: Columns, { what, abortAfter }: { what: string; abortAfter: number | null }) {
    if (what === 'refresh') return columns.refresh();
    const controller = new AbortController();
    if (abortAfter !== null) void turns(abortAfter).then(() => controller.abort(closed));
    return columns.view(what === 'slow' ? slow : everything, controller.signal);
  }

  it('settle everything that was asked, and leave nothing of the case open', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, threads) => {
          const columns = await openColumns({ casePath: made.path, workersDir, threads });
          const asked: Promise<unknown>[] = [];
          for (const one of steps) {
            asked.push(errorOf(begin(columns, one)));
            await turns(one.turns);
          }
          await columns.close();
          for (const error of await Promise.all(asked))
            if (error !== undefined) expect(error).toMatchObject(closed);
          await expect(columns.view(everything)).rejects.toMatchObject(closed);
        },
      ),
      { numRuns: 14 },
    );
    made.close();
    // A connection that a thread left open would keep the WAL.
    expect(existsSync(`${made.path}-wal`)).toBe(false);
    made.remove();
  });

  it('stop loading when nobody waits for the case any more', async () => {
    const other = new MadeCase();
    other.add(events(20_000));
    for (const after of [0, 1, 10, 300, 1500]) {
      const controller = new AbortController();
      const opening = errorOf(
        openColumns({ casePath: other.path, workersDir, threads: 2 }, controller.signal).then((columns) =>
          columns.close(),
        ),
      );
      await turns(after);
      controller.abort(closed);
      const error = await opening;
      if (error !== undefined) expect(error).toMatchObject(closed);
    }
    other.close();
    expect(existsSync(`${other.path}-wal`)).toBe(false);
    other.remove();
  });
});

describe('a column thread that dies', () => {
  const real = JSON.stringify(pathToFileURL(path.join(workersDir, 'column-thread.js')).href);
  let made: MadeCase;
  let folder: string;
  beforeEach(() => {
    made = new MadeCase();
    made.add(events(100));
    folder = mkdtempSync(path.join(tmpdir(), 'spoor-threads-'));
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  });
  afterEach(() => {
    made.remove();
    rmSync(folder, { recursive: true });
  });

  /** Threads that run `script` before they do what they should. */
  function threadsThat(script: string): string {
    const start = "import { parentPort, workerData } from 'node:worker_threads';\n";
    writeFileSync(path.join(folder, 'column-thread.js'), `${start}${script}\nawait import(${real});\n`);
    return folder;
  }

  it.each(['builder', 'lead', 'helper'])(
    'without a word while the case is opened is an error: %s',
    async (role) => {
      const threads = threadsThat(`if (workerData.role === '${role}') process.exit(0);`);
      const error = await errorOf(openColumns({ casePath: made.path, workersDir: threads, threads: 2 }));
      expect(String(error)).toContain('A column thread ended with code 0');
    },
  );

  it('fails the question at hand; the next one is answered from the case loaded anew', async () => {
    const threads = threadsThat(`
      if (workerData.role === 'lead')
        parentPort.on('message', ({ ask }) => { if (ask?.kind === 'values') process.exit(3); });`);
    const columns = await openColumns({ casePath: made.path, workersDir: threads, threads: 2 });
    const asked = [columns.values('name', 'x', 3), columns.view(everything)].map(errorOf);
    for (const error of await Promise.all(asked)) expect(String(error)).toContain('A column thread ended');
    const again = await Promise.all([columns.view(everything), columns.view(everything)]);
    expect(again).toMatchObject([
      { revision: 2, total: 100 },
      { revision: 2, total: 100 },
    ]);
    await columns.close();
  });

  it('in the middle of its part of a scan does not keep the others waiting', async () => {
    made.add(events(100_000));
    const threads = threadsThat(`
      if (workerData.role === 'helper') {
        const { add } = Atomics;
        Atomics.add = (...args) => { add(...args); process.exit(4); };
      }`);
    const columns = await openColumns({ casePath: made.path, workersDir: threads, threads: 2 });
    const error = await errorOf(
      columns.view(view({ kind: 'exists', target: { kind: 'field', field: 'error' } })),
    );
    // The helper may come too late for a short scan: then it dies with nothing taken, and the next question fails.
    const second = error ?? (await errorOf(columns.view(everything)));
    if (second !== undefined) expect(String(second)).toContain('A column thread ended');
    await columns.close();
    made.close();
    expect(existsSync(`${made.path}-wal`)).toBe(false);
  });
});
