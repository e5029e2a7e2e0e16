import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { TrailOptions } from '../../electron/engine/sample/trail.ts';
import { measureCase } from './case-numbers.ts';
import { ingest, startEngine } from './engine.ts';
import { measureFloor } from './floor.ts';
import { report, reportSearch, reportSync, reportVerify, type TrailNumbers } from './report.ts';
import { measureSearch } from './search-numbers.ts';
import { measureSync } from './sync-numbers.ts';
import { writeTrail } from './trail-on-disk.ts';
import { measureVerify } from './verify-numbers.ts';

const help = `Measures the built engine on generated trails, against the floor, and prints the targets of the design beside.

  --events N     events of each trail (default 1,000,000)
  --quick        100,000 events
  --trail KIND   only one trail: mixed or s3-data
  --sync         instead: a sync of 20,000 small objects from a loopback S3, against a bare loop of the SDK
  --objects N    of that sync (default 20,000)
  --verify       instead: checks of log files and their digests, against gunzip and SHA-256 alone
  --search       instead: questions that only the records answer, beside ripgrep (where it is installed)
  --folder DIR   where the trails and cases go (default: a temporary folder); 1 GB a million events, removed at the end
`;

const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    quick: { type: 'boolean', default: false },
    trail: { type: 'string' },
    sync: { type: 'boolean', default: false },
    objects: { type: 'string', default: '20000' },
    verify: { type: 'boolean', default: false },
    search: { type: 'boolean', default: false },
    folder: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const threads = Math.min(8, availableParallelism());

async function measureTrail(folder: string, options: TrailOptions): Promise<TrailNumbers> {
  const logs = path.join(folder, `logs-${options.kind}`);
  const casePath = path.join(folder, `${options.kind}.spoor`);
  const emptyPath = path.join(folder, `${options.kind}-empty.spoor`);
  const dataFolder = path.join(folder, 'data');
  say(`making the trail (${options.kind}, ${options.events.toLocaleString('en')} events)`);
  const size = await writeTrail(logs, options, threads);
  // Once to bring the files into the page cache, where the engine will find them as well.
  await measureFloor(logs, threads);
  say('measuring the floor');
  const floor = await measureFloor(logs, threads);
  if (floor.records !== size.events)
    throw new Error(`The floor read ${floor.records} records of ${size.events}`);
  say('importing');
  const engine = await startEngine(dataFolder, threads);
  const empty = await engine.call('cases.create', {
    grant: (await engine.grantPath(emptyPath, 'save')).token,
  });
  await engine.call('cases.close', { case: empty.case });
  const { ms: ingestMs, job } = await ingest(engine, casePath, logs);
  await engine.close();
  const { events = 0, duplicates = 0 } = job.importResult ?? {};
  if (events + duplicates !== size.events)
    throw new Error(`The import found ${events + duplicates} records of ${size.events}`);
  rmSync(logs, { recursive: true });
  say('asking the case');
  const numbers = await measureCase({ casePath, emptyPath, dataFolder, threads });
  return { ...numbers, size, floorMs: floor.ms, ingestMs, caseBytes: statSync(casePath).size };
}

async function syncReport(folder: string): Promise<string> {
  const objects = Number(values.objects);
  if (!Number.isSafeInteger(objects) || objects < 1000)
    throw new Error('--objects takes a whole number of 1,000 or more');
  say(`fetching and syncing ${objects.toLocaleString('en')} objects, twice`);
  return reportSync(await measureSync({ objects, concurrency: 16, folder, threads }));
}

/** Digests come every hour, whether there are log files or not: how busy a trail is decides what a check is made of. */
const verifyTrails = [
  { title: '10,000 objects of a busy trail', events: 73_000, days: 2.2 },
  { title: 'as many objects, the log files ten times as large', events: 73_000, days: 2.2, times: 10 },
  { title: 'a month of it', events: 1_000_000, days: 30 },
  { title: 'a quiet month: two digests to a log file', events: 100_000, days: 30 },
];

async function verifyReport(folder: string): Promise<string> {
  const { events } = values;
  const only = [{ title: `${events} events in a month`, events: Number(events), days: 30 }];
  let text = '';
  for (const { title, ...trail } of events === undefined ? verifyTrails : only) {
    say(`making a trail with digests, and checking it: ${title}`);
    const own = mkdtempSync(path.join(folder, 'verify-'));
    text += reportVerify(title, await measureVerify(own, trail, threads));
    rmSync(own, { recursive: true });
  }
  return text;
}

async function searchReport(folder: string, events: number): Promise<string> {
  say('making a trail, and searching its records');
  return reportSearch(await measureSearch(folder, events, threads));
}

function say(step: string): void {
  process.stderr.write(`bench: ${step} …\n`);
}

if (values.help) process.stdout.write(help);
else {
  const events = Number(values.events ?? (values.quick ? 100_000 : 1_000_000));
  if (!Number.isSafeInteger(events) || events < 10_000)
    throw new Error('--events takes a whole number of 10,000 or more');
  const titles = {
    mixed: 'A trail as they are',
    's3-data': 'A trail of S3 data events, each on a key of its own',
  } as const;
  const kinds = (['mixed', 's3-data'] as const).filter(
    (kind) => values.trail === undefined || values.trail === kind,
  );
  const isOther = values.sync || values.verify || values.search;
  if (kinds.length === 0) throw new Error('--trail takes mixed or s3-data');
  const folder = mkdtempSync(path.join(values.folder, 'spoor-bench-'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(1);
    });
  }
  try {
    if (values.sync) process.stdout.write(await syncReport(folder));
    if (values.verify) process.stdout.write(await verifyReport(folder));
    if (values.search) process.stdout.write(await searchReport(folder, events));
    for (const kind of isOther ? [] : kinds) {
      const numbers = await measureTrail(folder, { events, seed: 20_260_101, kind });
      process.stdout.write(report(titles[kind], numbers));
      rmSync(path.join(folder, `${kind}.spoor`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (!isOther)
    process.stdout.write(
      `\n${threads} threads; DuckDB is not compared in this run: its numbers for this kind of machine are in DESIGN section 10.\n`,
    );
}
