import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { keyListJson, writeTrailFolder } from '../../support/trail-folder.ts';
import { at } from '../../support/verification.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-verify-'));
const spoor = spoorIn(folder);
const key = makeKey();
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';

beforeAll(async () => {
  const trail = new TestTrail({ key }).write(4);
  writeTrailFolder(path.join(folder, 'whole'), trail.objects);
  at(at(trail.hours, 1).logs, 0).bytes = gzipSync('{"Records":[]}');
  writeTrailFolder(path.join(folder, 'altered'), trail.objects);
  writeFileSync(path.join(folder, 'keys.json'), keyListJson([key]));
  for (const name of ['whole', 'altered'])
    expect((await spoor('import', `${name}.spoor`, name)).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('spoor verify', () => {
  it('ends with 0 only when all that was asked for is proven', async () => {
    const asked = ['--keys', 'keys.json', '--until', '2026-01-02T02:30:00Z'];
    const whole = await spoor('verify', 'whole', ...asked);
    expect({ code: whole.code, out: whole.out.split('\n', 1) }).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^INTACT/)],
    });
    expect((await spoor('verify', 'whole', '--keys', 'keys.json')).code).toBe(1);
    const altered = await spoor('verify', 'altered', ...asked);
    expect(altered.code).toBe(1);
    expect(altered.out).toMatch(/^TAMPERED/);
    expect(altered.out).toMatch(/altered: 1 log file\n/);
  });

  it('prints one JSON object, with the exceptions or with everything', async () => {
    const { out } = await spoor('verify', 'altered', '--keys', 'keys.json', '--json');
    const said = JSON.parse(out);
    expect(said).toMatchObject({
      overall: 'tampered',
      digests: { total: 4, proven: 3, unsigned: 1 },
      logs: { total: 8, proven: 5, altered: 1, unsigned: 2 },
      gaps: [],
      trails: [{ account: '111122223333', region: 'eu-west-1', trail: 'main' }],
    });
    expect(said.objects).toHaveLength(4);
    expect(said.objects[0]).toMatchObject({
      kind: 'log',
      bucket: 'acme-trail',
      verdict: 'altered',
      how: null,
    });
    expect(said.objects[0].key).toMatch(/^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\//);
    const all = JSON.parse((await spoor('verify', 'altered', '--keys', 'keys.json', '--json', '--all')).out);
    expect(all.objects).toHaveLength(12);
  });

  it('answers what it cannot do in a sentence', async () => {
    for (const [words, sentence] of [
      [['whole', '--since', 'yesterday'], /--since takes a day or a time/],
      [['whole', '--since', '2026-01-03', '--until', '2026-01-02'], /--since is after --until/],
      [['whole', '--format', 'pdf'], /--format takes text or awscli/],
      [['whole', '--format', 'awscli'], /takes the ARN of a trail/],
      [['whole', '--report', 'out.doc'], /ends in .html or .json/],
    ] as const) {
      const { code, err } = await spoor('verify', ...words);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(sentence) });
    }
    const none = await spoor('verify', 'whole', '--keys', 'whole.spoor');
    expect(none).toMatchObject({ code: 3, err: expect.stringMatching(/neither JSON nor PEM/) });
  });

  it('says it in the words of validate-logs', async () => {
    const { code, out, err } = await spoor(
      ...['verify', 'altered', '--format', 'awscli', '--trail', arn, '--keys', 'keys.json'],
      ...['--since', '2026-01-02', '--until', '2026-01-03'],
    );
    expect(code).toBe(1);
    expect(out).toContain('Results requested for 2026-01-02T00:00:00Z to 2026-01-03T00:00:00Z');
    expect(err).toMatch(/Log file\ts3:\/\/acme-trail\/\S+\tINVALID: hash value doesn't match/);
  });
});
