import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { type FaultS3, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { reader, session } from '../s3/place.ts';
import { stubAws } from './aws-environment.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-sync-'));
const spoor = spoorIn(folder);
let aws: ReturnType<typeof stubAws>;
let server: FaultS3;
let cases = 0;
let target = '';

beforeAll(() => {
  aws = stubAws(folder);
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
    expect(denied.err).toContain('1 file could not be fetched');
    const ledger = await spoor('ledger', target);
    expect(ledger.out).toContain('s3:GetObject');
    server.clearRules();
    server.put({ key: trailObjects(2)[1]?.key ?? '', body: logBody(recordNumber(5000)) });
    const changed = await spoor('sync', target);
    expect(changed.code).toBe(1);
    expect(changed.err).toContain('1 object was changed in place');
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

  it('prints as a table how much it would be, and what of it is in the case already', async () => {
    await spoor('sync', target, ...at(), '--regions', 'eu-west-1');
    const { code, out } = await spoor('sync', target, ...at(), '--dry-run');
    expect(code).toBe(0);
    const [heads, ...rows] = out.trimEnd().split('\n');
    expect(heads).toMatch(/^account +region +kind +files +bytes +in the case$/);
    expect(rows.slice(0, 2).join('\n')).toMatch(
      /^111122223333 +eu-west-1 +CloudTrail +6 +[\d,]+ +6\n111122223333 +us-east-1 +CloudTrail +6 +[\d,]+ +0$/,
    );
    expect(rows.at(-1)).toMatch(/^12 files, [\d,]+ bytes, 6 in the case already; \d+ requests/);
  });

  it('syncs every bucket of the case again, an object of JSON for each', async () => {
    const other = await startFaultS3({ credentials: [reader], bucket: 'other-bucket' });
    try {
      other.put({ key: logKey('2026-03-02', 70), body: logBody(recordNumber(7000)) });
      await spoor('sync', target, ...at());
      await spoor('sync', target, 's3://other-bucket', '--endpoint', other.url, '--path-style');
      const { code, out, err } = await spoor('sync', target, '--json');
      expect(code).toBe(0);
      const lines = out.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { source: 's3://trail-bucket/', known: 12 },
        { source: 's3://other-bucket/', known: 1 },
      ]);
      expect(err).toBe('Syncing s3://trail-bucket/\nSyncing s3://other-bucket/\n');
    } finally {
      await other.stop();
    }
  });

  it('reads the address as a browser shows it', async () => {
    const { code, out } = await spoor('sync', target, `${server.url}/trail-bucket/`, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ source: 's3://trail-bucket/', fetched: 12 });
  });

  it('shows no control character and no direction mark of a key', async () => {
    const key = logKey('2026-03-01', 80).replace('.json', '\u202e.json');
    server.put({ key, body: logBody(recordNumber(8000)) });
    server.addRules({ operation: 'get', key, fault: faults.accessDenied });
    expect((await spoor('sync', target, ...at())).code).toBe(1);
    const { out } = await spoor('ledger', target, '--status', 'notFetched');
    expect(out).toContain('\\u202e.json');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each([
    [['s3://trail-bucket', '--since', 'yesterday'], '--since'],
    [['s3://trail-bucket', '--since', '2026-02-31'], '--since'],
    [['s3://trail-bucket', '--since', '2026-03-02', '--until', '2026-03-01'], 'is before'],
    [['s3://trail-bucket', '--kinds', 'Everything'], '--kinds'],
    [['s3://trail-bucket', '--accounts', ','], '--accounts'],
    [['s3://trail-bucket', '--concurrency', '0'], '--concurrency'],
    [['s3://trail-bucket', '--anonymous', '--profile', 'a'], 'exclude each other'],
    [['s3://trail-bucket', '--endpoint', 'localhost'], '--endpoint'],
    [['s3://trail-bucket', '--region', 'Ireland (eu)'], '--region'],
    [['s3://trail-bucket', '--expected-owner', '42'], '--expected-owner'],
    [['s3://trail-bucket', '--mfa-code', 'abc'], '--mfa-code'],
    [['https://example.org'], 'bucket'],
    [['--since', '2026-03-01'], 'goes with an address'],
    [['--dry-run'], 'goes with an address'],
    [['s3://trail-bucket', '--secret-key', 'x'], '--secret-key'],
  ])('answers %j with exit code 2 and a sentence, and makes no case', async (args, said) => {
    const { code, out, err } = await spoor('sync', 'x.spoor', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^spoor: .+/);
    expect(err).toContain(said);
    expect(existsSync(path.join(folder, 'x.spoor'))).toBe(false);
  });

  it('fails on a case that is not there, and on selectors that are none, and makes no case', async () => {
    expect(await spoor('sync', 'x.spoor')).toMatchObject({
      code: 3,
      err: expect.stringContaining('x.spoor'),
    });
    writeFileSync(path.join(folder, 'wrong.json'), '{"EventSelectors":[{"ReadWriteType":"Some"}]}');
    const wrong = await spoor('sync', 'x.spoor', ...at(), '--selectors', 'wrong.json');
    expect(wrong).toMatchObject({ code: 3, err: expect.stringContaining('ReadOnly, WriteOnly or All') });
    const absent = await spoor('sync', 'x.spoor', ...at(), '--selectors', 'absent.json');
    expect(absent).toMatchObject({ code: 3, err: expect.stringContaining('absent.json cannot be read') });
    expect(existsSync(path.join(folder, 'x.spoor'))).toBe(false);
  });

  it('says exactly what fails when the secret is wrong, and shows no secret', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-the-secret-EXAMPLE');
    const { code, out, err } = await spoor('sync', target, ...at());
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', reader.secretAccessKey);
    expect(code).toBe(3);
    expect(err).toContain('secret access key does not belong');
    expect(out + err).not.toContain('not-the-secret-EXAMPLE');
    expect(existsSync(path.join(folder, target))).toBe(false);
  });

  it('says that nothing answers where nothing does', async () => {
    const { url } = server;
    await server.stop();
    const { code, err } = await spoor('sync', target, 's3://trail-bucket', '--endpoint', url, '--path-style');
    expect(code).toBe(3);
    expect(err).toContain(new URL(url).host);
    expect(existsSync(path.join(folder, target))).toBe(false);
  });
});

describe('a profile with a device', () => {
  const serial = 'arn:aws:iam::111122223333:mfa/reader';
  const role = 'arn:aws:iam::444455556666:role/audit';

  it('is signed in with --mfa-code, also when the case is synced again, and asks for it where it is missing', async () => {
    const expiresAtMs = Date.now() + 3_600_000;
    const guarded = await startFaultS3({
      credentials: [reader, session],
      objects: trailObjects(4),
      sts: { arn: role, session: { ...session, expiresAtMs }, mfa: { serial, code: '123456' } },
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', guarded.url);
    aws.writeConfig(`[profile base]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile audit]
role_arn = ${role}
source_profile = base
mfa_serial = ${serial}
region = us-east-1
`);
    try {
      const there = ['s3://trail-bucket', '--endpoint', guarded.url, '--path-style', '--profile', 'audit'];
      const missing = await spoor('sync', target, ...there);
      expect(missing).toMatchObject({ code: 2, out: '' });
      expect(missing.err).toContain(`Signing in needs a code of ${serial}: give it with --mfa-code.`);
      const wrong = await spoor('sync', target, ...there, '--mfa-code', '000000');
      expect(wrong).toMatchObject({ code: 3, err: expect.stringContaining('is wrong, or was used before') });
      expect(existsSync(path.join(folder, target))).toBe(false);

      expect((await spoor('sync', target, ...there, '--mfa-code', '123456')).code).toBe(0);
      expect(await spoor('sync', target)).toMatchObject({
        code: 2,
        err: expect.stringContaining('--mfa-code'),
      });
      const again = await spoor('sync', target, '--mfa-code', '123456', '--json');
      expect(again.code).toBe(0);
      expect(JSON.parse(again.out)).toMatchObject({ known: 4 });
      const kept = readFileSync(path.join(folder, target), 'latin1');
      for (const secret of [reader.secretAccessKey, session.secretAccessKey, session.sessionToken ?? ''])
        expect(`${kept}${again.out}${again.err}${wrong.err}`).not.toContain(secret);
    } finally {
      await guarded.stop();
    }
  });
});

describe('spoor trails', () => {
  it('shows what the AWS CLI printed and was imported, and the keys with the time they are good for', async () => {
    const trail = {
      Name: 'main\u001b[31m\u202e',
      S3BucketName: 'trail-bucket',
      TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
      HomeRegion: 'eu-west-1',
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: false,
    };
    writeFileSync(path.join(folder, 'trails.json'), JSON.stringify({ trailList: [trail] }));
    const key = {
      Value: 'MAkCAgDvAgMBAAE=',
      ValidityStartTime: 1_772_000_000,
      ValidityEndTime: 1_774_592_000,
      Fingerprint: '7f3f401420072e50a65a141430817ab3',
    };
    writeFileSync(path.join(folder, 'keys.json'), JSON.stringify({ PublicKeyList: [key] }));
    expect((await spoor('import', target, 'trails.json', 'keys.json')).code).toBe(0);
    const { code, out } = await spoor('trails', target);
    expect(code).toBe(0);
    expect(out).toMatch(/^main.*\[31m/);
    expect(out).toMatch(/^ {2}regions +all$/m);
    expect(out).toMatch(/^ {2}validation +off$/m);
    expect(out).toMatch(/^7f3f401420072e50a65a141430817ab3 .*2026-02-25T06:13:20Z +2026-03-27T06:13:20Z$/m);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const json = JSON.parse((await spoor('trails', target, '--json')).out);
    expect(json).toMatchObject({
      trails: [{ homeRegion: 'eu-west-1', validates: false, from: 'file' }],
      publicKeys: [{ fingerprint: key.Fingerprint, validFrom: '2026-02-25T06:13:20Z' }],
    });
  });

  it('says that no trail has said anything', async () => {
    await spoor('sync', target, ...at());
    expect(await spoor('trails', target)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('spoor import'),
    });
  });
});
