import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../electron/engine/index.ts';
import type { CaseNumbers } from './case-numbers.ts';
import { endOf, startEngine } from './engine.ts';

/**
 * A process of its own, so that its memory and its opening of the case are those of a person who opens one:
 * `case-process.js CASE EMPTY-CASE DATA-FOLDER THREADS`, the numbers as JSON on stdout.
 */
const [casePath = '', emptyPath = '', dataFolder = '', threads = '2'] = process.argv.slice(2);
const engine = await startEngine(dataFolder, Number(threads));

/** Opens it and asks once, so that everything that is made lazily is there. */
async function open(file: string): Promise<{ id: string; ms: number }> {
  const { token } = await engine.grantPath(file, 'file');
  const startedMs = performance.now();
  const { case: id } = await engine.call('cases.open', { grant: token, access: 'write' });
  return { id, ms: performance.now() - startedMs };
}

const facetFields = ['name', 'service', 'account', 'region', 'actor', 'ip', 'error', 'outcome'] as const;
const newest = { field: 'time', descending: true } as const;
const page = {
  sort: newest,
  offset: 0,
  limit: 100,
  columns: ['time', 'name', 'service', 'region', 'actor', 'ip', 'error'],
} as const;

async function view(id: string, filter: string): Promise<number> {
  const startedMs = performance.now();
  await engine.call('events.view', {
    case: id,
    filter,
    withDuplicates: false,
    histogram: { maxBars: 200 },
    facets: facetFields.map((field) => ({ field, top: 10 })),
    page: { ...page, columns: [...page.columns] },
  });
  return performance.now() - startedMs;
}

/** The middle one. Every filter is asked once, so that no remembered set of matches answers it. */
async function median(filters: readonly string[], ask: (filter: string) => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (const filter of filters) times.push(await ask(filter));
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/**
 * Asks so many other filters that the engine no longer remembers what matched before (it keeps six): without this,
 * the same filter asked again would time the memory and not the work.
 */
let forgotten = 0;
async function forget(id: string): Promise<void> {
  for (let n = 0; n < 8; n++) {
    forgotten += 1;
    await view(id, `name:nothing-has-this-name-${forgotten}`);
  }
}

/** The same question again and again, each time as if it were new. */
async function medianAfresh(id: string, ask: () => Promise<number>): Promise<number> {
  return median(
    Array.from({ length: 9 }, () => ''),
    async () => {
      await forget(id);
      return ask();
    },
  );
}

async function values(id: string, field: 'key' | 'region' | 'account', count: number): Promise<string[]> {
  const found = await engine.call('events.values', { case: id, field, text: '', limit: 200 });
  return found.slice(0, count).map(({ value }) => value);
}

async function settledRss(): Promise<number> {
  globalThis.gc?.();
  await pause(200);
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

/** Of events spread over the whole case: neighbours lie in one file, and a large file takes longer to inflate. */
async function oneById(id: string, events: number): Promise<{ median: number; slowest: number }> {
  const samples = 25;
  const times: number[] = [];
  for (let n = 0; n < samples; n++) {
    const at = {
      sort: newest,
      offset: Math.floor(((n + 0.5) * events) / samples),
      limit: 1,
      columns: ['id' as const],
    };
    const { rows } = await engine.call('events.page', {
      case: id,
      filter: '',
      withDuplicates: false,
      page: at,
    });
    const filter = `id:${rows[0]?.values[0] ?? ''}`;
    const startedMs = performance.now();
    const found = await engine.call('events.page', {
      case: id,
      filter,
      withDuplicates: false,
      page: { ...page, columns: [...page.columns], limit: 1 },
    });
    await engine.call('events.get', { case: id, event: found.rows[0]?.event ?? -1 });
    times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(samples / 2)] ?? Number.NaN, slowest: times.at(-1) ?? Number.NaN };
}

async function newestPage(id: string): Promise<number> {
  const startedMs = performance.now();
  await engine.call('events.page', {
    case: id,
    filter: '',
    withDuplicates: false,
    page: { ...page, columns: [...page.columns] },
  });
  return performance.now() - startedMs;
}

async function exportRate(id: string): Promise<number> {
  const grant = await engine.grantPath(path.join(dataFolder, 'export.csv'), 'save');
  const startedMs = performance.now();
  const { job } = await engine.call('export.start', {
    case: id,
    filter: '',
    withDuplicates: false,
    sort: newest,
    columns: ['time', 'name', 'source', 'region', 'account', 'actor', 'key', 'ip', 'agent', 'error'],
    zone: 'UTC',
    formulaGuard: true,
    target: grant.token,
    overwrite: true,
  });
  const { exportResult } = await endOf(engine, job);
  return ((exportResult?.rows ?? 0) * 1000) / (performance.now() - startedMs);
}

async function measure(client: Engine): Promise<CaseNumbers> {
  const empty = await open(emptyPath);
  await view(empty.id, '');
  // With the empty case open: its threads are not the price of the events.
  const baseRss = await settledRss();
  await client.call('cases.close', { case: empty.id });

  const opened = await open(casePath);
  const { events } = (await client.call('cases.opened', {}))[0] ?? { events: 0 };
  const firstViewMs = await view(opened.id, '');
  const caseRss = await settledRss();
  const regions = (await values(opened.id, 'region', 9)).map((region) => `region:${region}`);
  const keys = (await values(opened.id, 'key', 60)).slice(-11).map((key) => `key:${key}`);
  const byId = await oneById(opened.id, events);
  return {
    events,
    openMs: opened.ms,
    firstViewMs,
    bytesPerEvent: (caseRss - baseRss) / Math.max(1, events),
    viewAllMs: await medianAfresh(opened.id, () => view(opened.id, '')),
    viewBroadMs: await median(regions, (filter) => view(opened.id, filter)),
    viewNarrowMs: await median(keys, (filter) => view(opened.id, filter)),
    newestPageMs: await medianAfresh(opened.id, () => newestPage(opened.id)),
    oneByIdMs: byId.median,
    oneByIdSlowestMs: byId.slowest,
    exportPerSecond: await exportRate(opened.id),
  };
}

const numbers = await measure(engine);
await engine.close();
process.stdout.write(JSON.stringify(numbers));
