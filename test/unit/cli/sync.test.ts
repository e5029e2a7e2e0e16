import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { type FaultS3, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-sync-'));
const spoor = spoorIn(folder);
let server: FaultS3;
let cases = 0;
let target = '';

beforeAll(() => {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_REGION']) vi.stubEnv(name, '');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'nowhere'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', reader.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', reader.secretAccessKey);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  server = await startFaultS3({ credentials: [reader], objects: trailObjects(12) });
  cases += 1;
  target = `case-${cases}.spoor`;
});
afterEach(() => server.stop());

const at = (): string[] => ['s3://trail-bucket', '--endpoint', server.url, '--path-style'];

describe('spoor sync', () => {
  it('makes the case, brings what was chosen, and the next time only what is new', async () => {
    const first = await spoor('sync', target, ...at(), '--json');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toMatchObject({
      case: path.join(folder, target),
      source: 's3://trail-bucket/',
      listed: 12,
      fetched: 12,
      known: 0,
      notFetched: 0,
      changed: 0,
      events: 24,
      files: { seen: 12, read: 12 },
    });
    server.put({ key: logKey('2026-03-02', 99), body: logBody(recordNumber(999)) });
    const again = await spoor('sync', target, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ listed: 13, fetched: 1, known: 12, events: 1 });
  });

  it('says how much it would be, and fetches nothing', async () => {
    const { code, out } = await spoor(
      'sync',
      target,
      ...at(),
      '--regions',
      'eu-west-1',
      '--dry-run',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ files: 6, byPlace: [{ region: 'eu-west-1', files: 6 }] });
    expect(server.requests.some(({ operation }) => operation === 'get')).toBe(false);
    const { code: missing } = await spoor('info', target);
    expect(missing).toBe(3);
  });

  it('is bad news when something cannot be fetched or was changed in place', async () => {
    const key = trailObjects(1)[0]?.key ?? '';
    server.addRules({ operation: 'get', key, fault: faults.accessDenied });
    const denied = await spoor('sync', target, ...at());
    expect(denied.code).toBe(1);
    expect(denied.out).toContain('11 fetched');
    expect(denied.err).toContain('1 files could not be fetched');
    const ledger = await spoor('ledger', target);
    expect(ledger.out).toContain('s3:GetObject');
    server.clearRules();
    server.put({ key: trailObjects(2)[1]?.key ?? '', body: logBody(recordNumber(5000)) });
    const changed = await spoor('sync', target);
    expect(changed.code).toBe(1);
    expect(changed.err).toContain('1 objects were changed in place');
  });

  it('indexes what the selectors match, and the rest when asked', async () => {
    const selectors = { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] };
    writeFileSync(path.join(folder, 'selectors.json'), JSON.stringify(selectors));
    const some = await spoor('sync', target, ...at(), '--selectors', 'selectors.json', '--json');
    expect(JSON.parse(some.out)).toMatchObject({ fetched: 12, events: 0 });
    const all = await spoor('reindex', target, '--all', '--json');
    expect(JSON.parse(all.out)).toMatchObject({ events: 24 });
  });

  it('ends with what to do when the sign-in expires, and goes on when it is run again', async () => {
    server.addRules({ operation: 'get', after: 5, fault: faults.expiredToken });
    const expired = await spoor('sync', target, ...at());
    expect(expired.code).toBe(3);
    expect(expired.err).toContain('it goes on where it was');
    server.clearRules();
    const again = await spoor('sync', target, '--json');
    expect(again.code).toBe(0);
    const { fetched, known } = JSON.parse(again.out);
    expect(fetched + known).toBe(12);
  });

  it.each([
    [['sync', 'x.spoor', 'https://example.org'], 2, 'bucket'],
    [['sync', 'x.spoor', 's3://trail-bucket', '--since', 'yesterday'], 2, '--since'],
    [['sync', 'x.spoor', 's3://trail-bucket', '--kinds', 'Everything'], 2, '--kinds'],
    [['sync', 'x.spoor', 's3://trail-bucket', '--concurrency', '0'], 2, '--concurrency'],
    [['sync', 'x.spoor', 's3://trail-bucket', '--anonymous', '--profile', 'a'], 2, 'exclude each other'],
    [['sync', 'missing.spoor'], 3, 'There is nothing at'],
    [['follow', 'missing.spoor'], 2, '--queue'],
    [['follow', 'missing.spoor', '--every', '5s'], 2, '--every'],
  ])('answers %j with exit code %i and a sentence', async (args, code, said) => {
    const result = await spoor(...args);
    expect({ code: result.code, isSaid: result.err.includes(said) }).toEqual({ code, isSaid: true });
    expect((await spoor('info', 'x.spoor')).code).toBe(3);
  });

  it('says exactly what fails when the secret is wrong, and shows no secret', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-the-secret-EXAMPLE');
    const { code, out, err } = await spoor('sync', target, ...at());
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', reader.secretAccessKey);
    expect(code).toBe(3);
    expect(err).toContain('secret access key does not belong');
    expect(out + err).not.toContain('not-the-secret-EXAMPLE');
  });
});

describe('spoor trails', () => {
  it('shows what the AWS CLI printed and was imported', async () => {
    const trail = {
      Name: 'main\u001b[31m',
      S3BucketName: 'trail-bucket',
      TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
      HomeRegion: 'eu-west-1',
      LogFileValidationEnabled: false,
    };
    writeFileSync(path.join(folder, 'trails.json'), JSON.stringify({ trailList: [trail] }));
    expect((await spoor('import', target, 'trails.json')).code).toBe(0);
    const { code, out } = await spoor('trails', target);
    expect(code).toBe(0);
    expect(out).toContain('validation      off');
    expect(out).not.toContain('\u001b');
    const json = JSON.parse((await spoor('trails', target, '--json')).out);
    expect(json.trails[0]).toMatchObject({ homeRegion: 'eu-west-1', validates: false, from: 'file' });
  });
});
