import { readdirSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { writeBundle } from '../../../electron/engine/bundle/write-bundle.ts';
import type { OpenCase } from '../../../electron/engine/case/case-file.ts';
import { makeKey, type TestKey, TestTrail } from '../../support/digests.ts';
import { ingest, TestCases } from './support.ts';

let key: TestKey;
let cases: TestCases;
let opened: OpenCase;
let trail: TestTrail;
beforeAll(() => {
  key = makeKey();
});
beforeEach(() => {
  cases = new TestCases();
  opened = cases.make();
  trail = new TestTrail({ key }).write(3);
});
afterEach(() => cases.end());

const bundle = (filter: string) =>
  writeBundle({
    db: opened.db,
    filter: parseFilter(filter),
    target: cases.path('out.zip'),
    overwrite: false,
    version: 'test',
    signal: new AbortController().signal,
    onProgress: () => {},
  });

describe('a bundle of some files', () => {
  beforeEach(async () => {
    const other = new TestTrail({ key, account: '444455556666', region: 'us-east-1' }).write(1);
    await ingest(opened, [cases.fillBundle(key, [...trail.objects, ...other.objects])]);
    const id =
      opened.db.get("SELECT object_id FROM bundle_objects WHERE key LIKE '%Digest_us-east-1%'")?.object_id ??
      0;
    opened.db.run(
      "INSERT INTO verdicts (object_id, kind, verdict, reason, notes, is_asked) VALUES (?, 'digest', 'altered', 'x', '[]', 1)",
      id,
    );
  });

  test.each([
    ['', 12],
    ['*', 12],
    ['account:444455556666', 3],
    ['recipientAccountId:(444455556666 OR 999988887777)', 3],
    ['region:eu-*', 9],
    ['-region:eu-*', 3],
    ['object:*CloudTrail-Digest*', 4],
    ['object:files/0.gz', 1],
    ['object:/_CloudTrail_us-east-1_/', 2],
    ['time:2026-01-02T00', 4],
    ['time:>=2026-01-02T01:04:04Z', 8],
    ['verdict:altered', 1],
    ['verdict:*', 1],
    ['-verdict:*', 11],
    ['region:us-east-1 AND (verdict:altered OR object:*0.gz) NOT account:5*', 2],
    ['account:nobody', 0],
  ])('by %s', async (filter, count) => {
    expect(await bundle(filter)).toMatchObject({ rows: count });
  });

  test.each([
    'name:GetObject',
    'GetObject',
    '"a b"',
    '/x/',
    'requestParameters.bucketName:x',
    'account:1 OR ip:*',
    'NOT user:bob',
  ])('cannot be asked for by what only events have: %s', async (filter) => {
    await expect(bundle(filter)).rejects.toMatchObject({
      code: 'filter-unsupported',
      advice: expect.stringMatching(/account, region, object.*time.*verdict/),
    });
    expect(readdirSync(cases.folder)).not.toContain('out.zip');
  });
});
