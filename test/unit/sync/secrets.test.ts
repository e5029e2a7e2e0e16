import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { SignIn } from '../../../electron/contract/s3.ts';
import type { Engine } from '../../../electron/engine/index.ts';
import { trailObjects } from '../../support/bucket-trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type FaultCredentials, type FaultS3, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { placeAt, session } from '../s3/place.ts';
import { filesUnder, secretsIn, spellingsOf } from './spellings.ts';
import { connect, everything, sync, when } from './sync-desk.ts';

/** A second session, as somebody gets by signing in again. */
const renewed: FaultCredentials = {
  accessKeyId: 'ASIAI44QH8DHBEXAMPLE',
  secretAccessKey: 'h3yCo8nvbje7MtGbClwBF/2Zp9Utk/EXAMPLEKEY',
  sessionToken: 'ANOTHER/TOKEN+of//a/session+of/the/tests==',
};
const wrongSecret = 'wrong+Zp9Utk/je7MtGbClwBF/2h3yCo8EXAMPLEKEY';
const secrets = [session, renewed]
  .flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken ?? ''])
  .concat(wrongSecret);

let desk: TestEngine;
let server: FaultS3;
let info: CaseInfo;
let awsFolder: string;
/** All that left the engine: answers, errors, lines of the log and of the console. */
let told: string[];

function profiles(): string {
  const section = (name: string, { accessKeyId, secretAccessKey, sessionToken }: FaultCredentials): string =>
    [
      `[${name}]`,
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      `aws_session_token = ${sessionToken ?? ''}`,
      '',
    ].join('\n');
  const wrong = { ...session, secretAccessKey: wrongSecret };
  return [section('first', session), section('second', renewed), section('wrong', wrong)].join('\n');
}

const typed = ({ accessKeyId, secretAccessKey, sessionToken }: FaultCredentials): SignIn => ({
  kind: 'keys',
  accessKeyId,
  secretAccessKey,
  sessionToken: sessionToken ?? null,
});
const profile = (name: string): SignIn => ({ kind: 'profile', profile: name });

/** What the log is given, before it is redacted: a secret has no business there. */
const heard = (event: string, data?: Record<string, unknown>): void => note({ event, data });

function note(value: unknown): void {
  told.push(JSON.stringify(value) ?? '', inspect(value, { depth: 20, maxStringLength: null }));
}

/** The engine as a page sees it; whatever it says is written down. */
function overheard(engine: Engine): Engine {
  return {
    ...engine,
    async call(method, params, signal) {
      try {
        const answer = await engine.call(method, params, signal);
        note(answer);
        return answer;
      } catch (error) {
        note(error);
        throw error;
      }
    },
    async *stream(method, params, signal) {
      try {
        for await (const value of engine.stream(method, params, signal)) {
          note(value);
          yield value;
        }
      } catch (error) {
        note(error);
        throw error;
      }
    },
  };
}

/** Everything that is told, and every file that Spoor wrote, the case's write-ahead log among them. */
function expectClean(): void {
  expect(secretsIn(Buffer.from(told.join('\n')), secrets)).toEqual([]);
  const files = filesUnder(desk.folder);
  const given = files.filter(({ bytes }) => secretsIn(bytes, secrets).length > 0);
  expect(given.map(({ name }) => name)).toEqual([]);
}

describe('the search for secrets', () => {
  it.each(secrets)('finds %s however it is spelt', (secret) => {
    for (const spelling of spellingsOf(secret))
      expect(secretsIn(Buffer.concat([Buffer.from('…'), spelling, Buffer.from('…')]), [secret])).toEqual([
        secret,
      ]);
    const around = (before: string): Buffer => Buffer.from(JSON.stringify({ [before]: { secret } }));
    for (const before of ['', 'a', 'ab', 'abc']) {
      expect(secretsIn(around(before), [secret])).toEqual([secret]);
      for (const encoding of ['base64', 'base64url', 'hex'] as const)
        expect(secretsIn(Buffer.from(around(before).toString(encoding)), [secret])).toEqual([secret]);
    }
    expect(secretsIn(around('secret'), ['anything else'])).toEqual([]);
  });
});

describe('a whole run', () => {
  beforeEach(async () => {
    told = [];
    awsFolder = mkdtempSync(path.join(tmpdir(), 'spoor-aws-'));
    for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'PROFILE', 'REGION'])
      vi.stubEnv(`AWS_${name}`, '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', path.join(awsFolder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(awsFolder, 'credentials'));
    writeFileSync(path.join(awsFolder, 'config'), '');
    writeFileSync(path.join(awsFolder, 'credentials'), profiles());
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        told.push(Buffer.from(chunk).toString());
        return write(chunk);
      });
    }
    desk = await startTestEngine({ info: heard, warn: heard, error: heard });
    info = await desk.newCase();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await desk.stop();
    await server.stop();
    rmSync(awsFolder, { recursive: true, force: true });
  });

  it.each([
    [
      'typed keys and a session token',
      typed(session),
      typed(renewed),
      typed({ ...session, secretAccessKey: wrongSecret }),
    ],
    ['a profile of a file', profile('first'), profile('second'), profile('wrong')],
  ])('with %s gives no secret away, to nobody and to no file', async (_, first, second, wrong) => {
    const objects = trailObjects(60);
    server = await startFaultS3({ credentials: [session, renewed], objects, pageSize: 20 });
    const engine = overheard(desk.engine);
    await engine.call('s3.profiles', {});

    // Refused: S3 sends what was signed back, the session token in it.
    const request = { place: placeAt(server.url), signIn: wrong, mfaCode: null, caFile: null };
    expect(await engine.call('s3.connect', request)).toMatchObject({ kind: 'failed' });

    const connection = await connect(engine, server.url, first);
    for await (const found of engine.stream('s3.discover', { connection }))
      expect(found.requests).toBeGreaterThan(0);
    const question = { case: info.case, connection, choice: everything };
    for await (const estimate of engine.stream('s3.estimate', question))
      expect(estimate.problems).toEqual([]);

    // Expired in the middle, answered with the second sign-in.
    const expired = [{ ...session, isExpired: true }, renewed];
    server.addRules(
      { operation: 'get', key: objects[0]?.key ?? '', fault: faults.kmsDenied },
      {
        operation: 'get',
        after: 20,
        times: 1,
        fault: { kind: 'first', run: (s3) => s3.setCredentials(expired) },
      },
    );
    const { job } = await engine.call('sync.start', { ...question, selectorsJson: null, concurrency: 4 });
    const asked = await when(engine, job, ({ state }) => state === 'waiting');
    expect(asked.question).toMatchObject({ kind: 'signIn' });
    expectClean();
    const answer = { kind: 'signIn', connection: await connect(engine, server.url, second) } as const;
    await engine.call('jobs.answer', { job, answer });
    expect(await endOf(engine, job)).toMatchObject({ state: 'done', importResult: { files: { read: 59 } } });

    // What cannot go on: the keys are unknown all of a sudden, and nobody signs in again.
    server.setCredentials([{ ...session, secretAccessKey: 'another' }]);
    const again = await engine.call('sync.again', { case: info.case, source: 1, connection: null });
    await when(engine, again.job, ({ state }) => state === 'waiting');
    await engine.call('jobs.cancel', { job: again.job });
    await endOf(engine, again.job);
    await expect(
      (async () => {
        for await (const _found of engine.stream('s3.discover', { connection })) expect(_found).toBeDefined();
      })(),
    ).rejects.toMatchObject({ code: 'not-allowed' });

    server.setCredentials([renewed]);
    server.clearRules();
    const last = await connect(engine, server.url, second);
    const noBucket = { kind: 'error', status: 404, code: 'NoSuchBucket' } as const;
    server.addRules({ operation: 'list', fault: noBucket });
    expect(await sync(engine, info, last)).toMatchObject({ state: 'failed' });
    server.clearRules();
    expect(await sync(engine, info, last)).toMatchObject({
      state: 'done',
      importResult: { files: { read: 1 } },
    });
    expect(await engine.call('sync.history', { case: info.case })).toHaveLength(4);
    const ledger = { case: info.case, status: null, text: '', offset: 0, limit: 1000 };
    expect((await engine.call('ledger.page', ledger)).rows.length).toBeGreaterThan(59);
    await engine.call('trails.list', { case: info.case });
    await engine.call('cases.opened', {});
    await engine.call('cases.recent', {});
    expect(filesUnder(desk.folder).map(({ name }) => path.extname(name))).toContain('.spoor-wal');
    expectClean();
    await engine.call('cases.close', { case: info.case });
    expectClean();

    // The search looked where it should: what is no secret is there.
    const shown = (text: string): boolean => told.some((line) => line.includes(text));
    expect([
      shown('trail-bucket'),
      shown('expired'),
      shown('secret access key does not belong'),
      shown('jobs.failed'),
    ]).toEqual([true, true, true, true]);
    const holds = (name: RegExp, text: string): boolean =>
      filesUnder(desk.folder).some((file) => name.test(file.name) && file.bytes.includes(text));
    expect([holds(/\.spoor$/, 's3://trail-bucket/'), holds(/recent-cases\.json$/, '.spoor')]).toEqual([
      true,
      true,
    ]);
    expect(holds(/\.spoor$/, '"profile":"first"') || holds(/\.spoor$/, '"profile":"second"')).toBe(
      first.kind === 'profile',
    );
  });
});
