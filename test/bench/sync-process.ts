import { endOf, startEngine } from './engine.ts';
import { syncBucket, syncKeys } from './sync-place.ts';

/**
 * A sync into a new case, in a process of its own, so that its memory is that of a sync:
 * `sync-process.js URL CASE DATA-FOLDER THREADS CONCURRENCY`, the numbers as JSON on stdout.
 */
const [endpoint = '', casePath = '', dataFolder = '', threads = '2', concurrency = '16'] =
  process.argv.slice(2);
const engine = await startEngine(dataFolder, Number(threads));
const { case: id } = await engine.call('cases.create', {
  grant: (await engine.grantPath(casePath, 'save')).token,
});
const connected = await engine.call('s3.connect', {
  place: {
    bucket: syncBucket,
    prefix: '',
    region: 'us-east-1',
    endpoint,
    pathStyle: true,
    requesterPays: false,
    expectedOwner: null,
  },
  signIn: { kind: 'keys', ...syncKeys, sessionToken: null },
  mfaCode: null,
  caFile: null,
});
if (connected.kind !== 'connected') throw new Error(`Not connected: ${JSON.stringify(connected)}`);

/** Resident memory and the objects done, some times a second. */
const samples: { readonly done: number; readonly rss: number }[] = [];
const enough = new AbortController();
async function watch(): Promise<void> {
  for await (const { progress } of engine.stream('jobs.watch', {}, enough.signal))
    samples.push({ done: progress.done, rss: process.memoryUsage.rss() });
}
const watching = watch();
const startedMs = performance.now();
const { job } = await engine.call('sync.start', {
  case: id,
  connection: connected.connection,
  choice: { accounts: null, regions: null, kinds: ['CloudTrail'], sinceDay: null, untilDay: null },
  selectorsJson: null,
  concurrency: Number(concurrency),
});
const ended = await endOf(engine, job);
const ms = performance.now() - startedMs;
enough.abort();
await watching;
const objects = ended.importResult?.files.read ?? 0;
/** Of the samples between two shares of the objects, in order. */
const between = (from: number, to: number): number[] =>
  samples
    .filter(({ done }) => done >= objects * from && done <= objects * to)
    .map(({ rss }) => rss)
    .sort((a, b) => a - b);
/** Garbage comes and goes: the middle of many samples says what stays. */
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
process.stdout.write(
  JSON.stringify({
    objects,
    ms,
    mostBytes: between(0, 1).at(-1) ?? Number.NaN,
    grownBytes: median(between(0.75, 1)) - median(between(0.25, 0.5)),
  }),
);
await engine.close();
