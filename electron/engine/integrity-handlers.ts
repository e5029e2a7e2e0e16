import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Params } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { parseFilter } from '../contract/filter/parse.ts';
import { fileTest } from './bundle/file-filter.ts';
import { writeBundle } from './bundle/write-bundle.ts';
import { appendCustody } from './case/custody.ts';
import { custodyPage } from './case/custody-page.ts';
import { latestVerification, verdictPage } from './case/verdicts.ts';
import type { Cases } from './cases.ts';
import { checkCase, wholeCase } from './check-case.ts';
import { coverageCell } from './coverage/detail.ts';
import { coverageEvidence } from './coverage/evidence.ts';
import { coverageMap } from './coverage/map.ts';
import type { Handlers } from './dispatcher.ts';
import type { Grants } from './grants.ts';
import { readKeyFile } from './integrity/key-file.ts';
import type { GivenKey } from './integrity/key-ring.ts';
import { startCheck } from './integrity/start-check.ts';
import type { Jobs } from './jobs.ts';
import { writeReport } from './report/write-report.ts';
import { couldBeLogged } from './trails/logging/could-be-logged.ts';
import { loggingAt } from './trails/logging/logging-at.ts';

export interface IntegrityHandlerParts {
  readonly cases: Cases;
  readonly grants: Grants;
  readonly jobs: Jobs;
  readonly version: string;
  readonly workersDir: string;
  readonly clock: () => number;
}

/** A list of all keys that AWS ever had is some megabytes. */
const maxKeyFileBytes = 16 * 1024 * 1024;

/** The part of the contract that is about proof. */
export function integrityHandlers(parts: IntegrityHandlerParts) {
  const { cases, grants, jobs, version, workersDir, clock } = parts;

  const keysOf = async (grant: string | null): Promise<readonly GivenKey[]> => {
    if (grant === null) return [];
    const file = grants.pathOf(grant, 'file');
    try {
      if ((await stat(file)).size <= maxKeyFileBytes) return readKeyFile(await readFile(file, 'utf8'));
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError('unreadable', `${file} cannot be read.`, { cause });
    }
    throw new AppError('unreadable', `${file} is too large for a list of public keys.`);
  };

  const verify = async ({
    case: id,
    choice,
    keys: grant,
  }: Params<'verify.start'>): Promise<{ job: string }> => {
    const session = cases.get(id);
    const keys = await keysOf(grant);
    const job = jobs.start({
      kind: 'verify',
      case: id,
      title: `Checking the integrity of ${path.basename(session.file.path)}`,
      unit: 'files',
      run: async (report, signal) => {
        const overall = await checkCase(session, { choice, keys }, parts, report, signal);
        return overall === null ? { isCancelled: true } : { isCancelled: false, overall };
      },
    });
    return { job };
  };

  const bundle = async ({
    case: id,
    filter: text,
    target: token,
    overwrite,
  }: Params<'bundle.start'>): Promise<{ job: string }> => {
    const session = cases.get(id);
    const { db, access } = session.file;
    const filter = parseFilter(text);
    // Refuses what is no question about files before there is a job.
    fileTest(filter);
    const target = grants.pathOf(token, 'save');
    const job = jobs.start({
      kind: 'bundle',
      case: id,
      title: `Writing ${path.basename(target)}`,
      unit: 'files',
      run: async (report, signal) => {
        const exportResult = await writeBundle({
          ...{ db, filter, target, overwrite, version, signal },
          onProgress: ({ done, total, bytes }) => report({ done, total, bytes }),
        });
        if (access === 'write')
          appendCustody(db, {
            atMs: clock(),
            action: 'bundled',
            details: { ...exportResult, filter: text, version },
          });
        return { isCancelled: false, exportResult };
      },
    });
    return { job };
  };

  const report = async ({
    case: id,
    format,
    target: token,
    overwrite,
  }: Params<'report.start'>): Promise<{ job: string }> => {
    const session = cases.get(id);
    const { db, access } = session.file;
    const target = grants.pathOf(token, 'save');
    const job = jobs.start({
      kind: 'report',
      case: id,
      title: `Writing ${path.basename(target)}`,
      unit: 'files',
      run: async (_, signal) => {
        const exportResult = await writeReport({
          ...{
            db,
            caseName: path.basename(session.file.path),
            version,
            format,
            target,
            overwrite,
            clock,
            signal,
          },
        });
        if (access === 'write')
          appendCustody(db, {
            atMs: clock(),
            action: 'reported',
            details: { ...exportResult, format, version },
          });
        return { isCancelled: false, exportResult };
      },
    });
    return { job };
  };

  return {
    'verify.start': verify,
    'verify.latest': async ({ case: id }) => ({ verification: latestVerification(cases.get(id).file.db) }),
    'verify.objects': async ({ case: id, ...request }) => verdictPage(cases.get(id).file.db, request),
    'verify.text': async function* ({ case: id, keys: grant, ...question }, signal) {
      const keys = await keysOf(grant);
      const request = { version, choice: wholeCase, keys, question, keeps: false };
      const { file, readers } = cases.get(id);
      const options = { workersDir, readers, signal, onProgress: () => undefined };
      const end = await startCheck(file.db, request, options);
      signal.throwIfAborted();
      if (end.kind === 'text') yield* end.lines;
    },
    'coverage.map': async ({ case: id, ...request }) => coverageMap(cases.get(id).file.db, request),
    'coverage.cell': async ({ case: id, ...request }) => coverageCell(cases.get(id).file.db, request),
    'coverage.evidence': async ({ case: id, filter, ...window }) =>
      coverageEvidence(cases.get(id).file.db, parseFilter(filter), window),
    'logging.at': async ({ case: id, ...place }) => ({
      trails: [...loggingAt(cases.get(id).file.db, place)],
    }),
    'logging.could': async ({ case: id, ...question }) => couldBeLogged(cases.get(id).file.db, question),
    'custody.page': async ({ case: id, ...request }) => custodyPage(cases.get(id).file.db, request),
    'report.start': report,
    'bundle.start': bundle,
  } satisfies Partial<Handlers>;
}
