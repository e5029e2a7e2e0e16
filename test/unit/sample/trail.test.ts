import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { generateTrail, type TrailFile, type TrailOptions } from '../../../electron/engine/sample/trail.ts';

const options: TrailOptions = { events: 3000, seed: 7, kind: 'mixed' };

function recordsOf(file: TrailFile): Record<string, unknown>[] {
  return JSON.parse(gunzipSync(file.bytes).toString('utf8')).Records;
}

describe('a generated trail', () => {
  it('has exactly as many events as asked for, each with an id of its own, in files of median five', () => {
    const files = [...generateTrail(options)];
    const records = files.flatMap(recordsOf);
    expect(records).toHaveLength(3000);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3000);
    const sizes = files.map((file) => file.records).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBe(5);
  });

  it('is the same whether one thread makes it or three', () => {
    const whole = [...generateTrail(options)].map(({ key, records }) => `${key} ${records}`);
    const parts = [0, 1, 2].flatMap((index) =>
      [...generateTrail(options, { index, of: 3 })].map(({ key, records }) => `${key} ${records}`),
    );
    expect(parts.sort()).toEqual(whole.sort());
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('of S3 data events gives every event a key that no other has', () => {
    const records = [...generateTrail({ ...options, kind: 's3-data' })].flatMap(recordsOf);
    const keys = records
      .filter(({ eventCategory }) => eventCategory === 'Data')
      .map(({ requestParameters }) => JSON.stringify(requestParameters));
    expect(keys.length).toBeGreaterThan(2800);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
