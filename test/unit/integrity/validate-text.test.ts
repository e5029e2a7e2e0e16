import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ValidateQuestion, validateText } from '../../../electron/engine/integrity/validate-text.ts';
import { verify } from '../../../electron/engine/integrity/verify.ts';
import {
  downloaded,
  evidenceOf,
  hourMs,
  makeKey,
  type StoredObject,
  type TestKey,
  TestTrail,
} from '../../support/digests.ts';

const key = makeKey();
const startMs = Date.UTC(2026, 0, 2, 0, 4, 4);
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';

function ask(hours: number, isVerbose = false): ValidateQuestion {
  return {
    trailArn: arn,
    account: null,
    region: 'eu-west-1',
    bucket: null,
    fromMs: startMs,
    untilMs: startMs + hours * hourMs,
    isVerbose,
  };
}

/** What is written to each stream, and to both as a terminal shows it. */
function say(
  objects: readonly StoredObject[],
  question: ValidateQuestion,
  keys: readonly TestKey[] = [key],
): { readonly out: string; readonly error: string; readonly both: string } {
  const output = validateText(verify(evidenceOf(objects, keys)).judged, question);
  const of = (stream: 'out' | 'error'): string =>
    output
      .filter((part) => part.stream === stream)
      .map(({ text }) => text)
      .join('');
  return { out: of('out'), error: of('error'), both: output.map(({ text }) => text).join('') };
}

function url({ bucket, key: name }: StoredObject | { bucket: string; key: string }): string {
  return `s3://${bucket}/${name}`;
}

function part(trail: TestTrail, hour: number): { digest: StoredObject; log: StoredObject } {
  const { digest, logs } = trail.hours[hour] ?? {};
  const [log] = logs ?? [];
  if (digest === undefined || log === undefined) throw new Error(`no hour ${hour}`);
  return { digest, log };
}

const head = `Validating log files for trail ${arn} between 2026-01-02T00:04:04Z and 2026-01-02T02:04:04Z\n\n`;
const asked = 'Results requested for 2026-01-02T00:04:04Z to 2026-01-02T02:04:04Z\n';
const found = 'Results found for 2026-01-02T00:04:04Z to 2026-01-02T02:04:04Z:\n';

describe('the text of validate-logs', () => {
  it('is short when all is well', () => {
    const trail = new TestTrail({ key }).write(2);
    expect(say(trail.objects, ask(2))).toEqual({
      out: `${head}${asked}${found}\n2/2 digest files valid\n4/4 log files valid\n`,
      error: '',
      both: `${head}${asked}${found}\n2/2 digest files valid\n4/4 log files valid\n`,
    });
  });

  it('names every file, newest digest first, when it is to be verbose', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(2);
    const backfill = new TestTrail({ key, logsPerHour: 0, isBackfill: true }).write(1);
    const lines = [1, 0].flatMap((hour) => {
      const { digest, log } = part(trail, hour);
      return [`Digest file\t${url(digest)}\tvalid\n`, `Log file\t${url(log)}\tvalid\n`];
    });
    const last = `(backfill) Digest file\t${url(backfill.objects[0] ?? { bucket: '', key: '' })}\tvalid\n`;
    expect(say([...trail.objects, ...backfill.objects], ask(2, true)).out).toBe(
      `${head}${lines.join('')}${last}\n${asked}${found}\n2/2 digest files valid\n1/1 backfill digest files valid\n2/2 log files valid\n`,
    );
  });

  it('says that there are no digests, or no valid ones', () => {
    expect(say([], ask(2)).out).toBe(`${head}${asked}No digests found\n`);
    const trail = new TestTrail({ key }).write(2);
    const { fingerprint } = key.given;
    const said = say(trail.objects, ask(2), []);
    expect(said.out).toBe(
      `${head}${asked}No valid digests found in range\n\n0/2 digest files valid, 2/2 digest files INVALID\n`,
    );
    expect(said.error).toBe(
      [1, 0]
        .map(
          (hour) =>
            `Digest file\t${url(part(trail, hour).digest)}\tINVALID: public key not found in region eu-west-1 for fingerprint ${fingerprint}\n\n`,
        )
        .join(''),
    );
  });

  it('names what is wrong with logs, with an empty line before when a valid file was named last', () => {
    const trail = new TestTrail({ key, logsPerHour: 4 }).write(1);
    const [gone, damaged, longer, other] = trail.hours[0]?.logs ?? [];
    if (!gone || !damaged || !longer || !other) throw new Error('four logs');
    damaged.bytes = Buffer.concat([damaged.bytes.subarray(0, -8), Buffer.alloc(8)]);
    longer.bytes = Buffer.concat([longer.bytes, Buffer.from('x')]);
    other.bytes = gzipSync('{}');
    const objects = trail.objects.filter((object) => object !== gone);
    const lines = [
      [gone, 'not found'],
      [damaged, 'invalid format'],
      [longer, 'unexpected data after end of compressed stream'],
      [other, "hash value doesn't match"],
    ] as const;
    const error = lines.map(([log, why]) => `Log file\t${url(log)}\tINVALID: ${why}\n\n`).join('');
    const said = say(objects, { ...ask(1), isVerbose: true });
    expect(said.error).toBe(`\n${error}`);
    expect(said.out).toContain('1/1 digest files valid\n0/4 log files valid, 4/4 log files INVALID\n');
  });

  it('names what is wrong with digests', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(6);
    const [moved, damaged, unsigned, missing] = [1, 2, 3, 4].map((hour) => part(trail, hour).digest);
    if (!moved || !damaged || !unsigned || !missing) throw new Error('six hours');
    const origin = url(moved);
    moved.key = moved.key.replace('/2026/', '/2025/');
    damaged.bytes = damaged.bytes.subarray(0, -1);
    unsigned.bytes = gzipSync(gunzipSync(unsigned.bytes).toString().replace('SHA-256', 'SHA-257'));
    const objects = trail.objects.filter((object) => object !== missing);
    expect(say(objects, ask(6)).error.split('\n\n')).toEqual([
      `Digest file\t${url(missing)}\tINVALID: not found`,
      `Digest file\t${url(unsigned)}\tINVALID: signature verification failed`,
      `Digest file\t${url(damaged)}\tINVALID: invalid format`,
      '',
    ]);
    expect(origin).not.toBe(url(moved));
    expect(say([{ ...moved, key: moved.key.replace('/2025/', '/2024/') }], ask(6)).error).toContain(
      'INVALID: has been moved from its original location\n\n',
    );
  });

  it('has a line for the time between two chains, and the digests of both', () => {
    const trail = new TestTrail({ key, logsPerHour: 0 }).write(1).pause(3).write(1);
    const said = say(trail.objects, ask(5));
    expect(said.error).toBe(
      'No log files were delivered by CloudTrail between 2026-01-02T01:04:04Z and 2026-01-02T04:04:04Z\n\n',
    );
    expect(said.out).toContain('2/2 digest files valid\n');
  });

  it('counts as valid what a download proves, and the newest digest without its signature not', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(3);
    const said = say(downloaded(trail.objects), ask(3));
    expect(said.error).toBe(
      `Digest file\t${url(part(trail, 2).digest)}\tINVALID: signature verification failed\n\n`,
    );
    expect(said.out).toContain('\n2/3 digest files valid, 1/3 digest files INVALID\n2/2 log files valid\n');
  });

  it('never carries a line end or a terminal escape out of a file', () => {
    const trail = new TestTrail({ key, logsPerHour: 1 }).write(1, (json) => {
      for (const log of json.logFiles) log.s3Object = `a\n\u001b[2Jb`;
    });
    expect(say(trail.objects, ask(1)).error).toBe(
      'Log file\ts3://acme-trail/a\ufffd\ufffd[2Jb\tINVALID: not found\n\n',
    );
  });
});
