import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Engine } from '../../electron/engine/index.ts';
import { filesOf } from './digest-trail.ts';
import { endOf, ingest, startEngine } from './engine.ts';
import { writeTrail } from './trail-on-disk.ts';

/** One question put to the records of a case. */
export interface SearchRow {
  readonly what: string;
  readonly filter: string;
  readonly matched: number;
  /** Until the page could show its first hit; null when there is none. */
  readonly firstMs: number | null;
  readonly wholeMs: number;
  /** ripgrep over the same files, unpacked before; null where the machine has none or it cannot ask this. */
  readonly ripgrepMs: number | null;
}

/** Rules that were run over a case together. */
export interface RulesRow {
  readonly what: string;
  readonly rules: number;
  readonly findings: number;
  readonly wholeMs: number;
}

export interface SearchNumbers {
  readonly events: number;
  readonly files: number;
  readonly jsonBytes: number;
  readonly rows: readonly SearchRow[];
  readonly rules: readonly RulesRow[];
}

/** Rules of SigmaHQ, where they lie beside the project. */
const sigmaRules = path.resolve('../shared/data/sigma/rules');

interface Asked {
  readonly what: string;
  readonly filter: string;
  /** Arguments of ripgrep. */
  readonly ripgrep: readonly string[] | null;
}

/** Asks a case what only its records answer: each question for the first time, and one for the second. */
export async function measureSearch(folder: string, events: number, threads: number): Promise<SearchNumbers> {
  const logs = path.join(folder, 'logs');
  const size = await writeTrail(logs, { events, seed: 20_260_101, kind: 'mixed' }, threads);
  const plain = path.join(folder, 'plain');
  unpack(logs, plain);
  const engine = await startEngine(path.join(folder, 'data'), threads);
  try {
    const casePath = path.join(folder, 'search.spoor');
    await ingest(engine, casePath, logs);
    const { token } = await engine.grantPath(casePath, 'file');
    const { case: id } = await engine.call('cases.open', { grant: token, access: 'write' });
    // As a page does.
    for await (const _ of engine.stream('cases.watch', { case: id })) break;
    // What is built in the background is part of what is measured.
    await endOf(engine, (await engine.call('skipIndex.start', { case: id })).job);
    const rows: SearchRow[] = [];
    for (const asked of await questions(engine, id)) {
      const ripgrepMs = asked.ripgrep === null ? null : await ripgrep([...asked.ripgrep, plain], threads);
      rows.push({ ...asked, ...(await search(engine, id, asked.filter)), ripgrepMs });
    }
    const rules = [await runRules(engine, id, 'all CIS filters', null)];
    if (existsSync(sigmaRules)) rules.push(await runRules(engine, id, 'all Sigma rules', sigmaRules));
    return { events: size.events, files: size.files, jsonBytes: size.jsonBytes, rows, rules };
  } finally {
    await engine.close();
  }
}

/** Needles are taken from a record in the middle of the trail, so that they are there once, or in few places. */
async function questions(engine: Engine, id: string): Promise<readonly Asked[]> {
  const columns = ['request', 'key', 'ip'] as const;
  const { rows } = await engine.call('events.page', {
    case: id,
    filter: 'key:ASIA* ip:0.0.0.0/0',
    withDuplicates: false,
    page: { sort: { field: 'time', descending: false }, offset: 5000, limit: 1, columns: [...columns] },
  });
  const [request, key, ip] = (rows[0]?.values ?? []).map((value) => value ?? '');
  const needle = (what: string, text = ''): Asked => ({
    what,
    filter: `"${text}"`,
    ripgrep: ['-i', '-F', text],
  });
  const nothing = needle('a text that is nowhere', 'nowhere-to-be-found');
  return [
    needle('a request id', request),
    needle('an access key', key),
    needle('an address', ip),
    nothing,
    needle('a common word', 'PutObject'),
    { ...needle('the same once more', 'PutObject'), ripgrep: null },
    {
      what: 'a nested field',
      filter: 'requestParameters.bucketName:example-data-1*',
      ripgrep: ['-i', '"bucketName":\\s*"example-data-1'],
    },
    { what: 'a regular expression', filter: 'raw:/AKIA[A-Z0-9]{16}/', ripgrep: ['-i', 'AKIA[A-Z0-9]{16}'] },
    { what: 'a number', filter: 'additionalEventData.bytesTransferredOut:>100000', ripgrep: null },
  ];
}

async function search(
  engine: Engine,
  id: string,
  filter: string,
): Promise<Pick<SearchRow, 'matched' | 'firstMs' | 'wholeMs'>> {
  const selection = { case: id, filter, withDuplicates: false };
  const view = () => engine.call('events.view', { ...selection, histogram: null, facets: [], page: null });
  const startedMs = performance.now();
  const since = (): number => performance.now() - startedMs;
  let firstMs: number | null = null;
  const look = async (): Promise<number> => {
    const { matched } = await view();
    if (matched > 0) firstMs ??= since();
    return matched;
  };
  for await (const _ of engine.stream('events.search', selection)) if (firstMs === null) await look();
  const matched = await look();
  return { matched, firstMs, wholeMs: since() };
}

/** Runs the rules of a folder, or those of the CIS benchmark, as a person does; the time is that of the whole job. */
async function runRules(engine: Engine, id: string, what: string, folder: string | null): Promise<RulesRow> {
  const sigma = folder === null ? [] : [(await engine.grantPath(folder)).token];
  const startedMs = performance.now();
  const started = await engine.call('detect.start', {
    case: id,
    sigma,
    values: null,
    cis: folder === null,
    minLevel: null,
  });
  await endOf(engine, started.job);
  const wholeMs = performance.now() - startedMs;
  const { run } = await engine.call('detect.rules', { case: id });
  const rules = run?.rules ?? [];
  return {
    what,
    rules: rules.length,
    findings: rules.reduce((sum, rule) => sum + rule.findings, 0),
    wholeMs,
  };
}

async function ripgrep(args: readonly string[], threads: number): Promise<number | null> {
  if (spawnSync('rg', ['--version']).status !== 0) return null;
  const run = async (): Promise<number> => {
    const startedMs = performance.now();
    const child = spawn('rg', ['--count-matches', '--threads', String(threads), ...args], {
      stdio: 'ignore',
    });
    await once(child, 'exit');
    return performance.now() - startedMs;
  };
  // Once to bring the files into the page cache, where the case lies as well.
  await run();
  return run();
}

function unpack(logs: string, plain: string): void {
  filesOf(logs).forEach((name, at) => {
    // Folders of a thousand, so that listing them costs ripgrep nothing.
    const folder = path.join(plain, String(Math.floor(at / 1000)));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${at}.json`), gunzipSync(readFileSync(path.join(logs, name))));
  });
}
