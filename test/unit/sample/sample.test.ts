import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDigestKey } from '../../../electron/engine/integrity/digest-key.ts';
import { writeSampleBundle } from '../../../electron/engine/sample/sample-bundle.ts';
import { sampleFiles } from '../../../electron/engine/sample/sample-files.ts';

interface Read {
  readonly key: string;
  readonly records: readonly Record<string, unknown>[];
}

const files = [...sampleFiles()];
const whole: Read[] = [];
const odd: string[] = [];
for (const { key, bytes } of files) {
  try {
    whole.push({ key, records: JSON.parse(gunzipSync(bytes).toString('utf8')).Records });
  } catch {
    // Two files are there to be unreadable.
    odd.push(key);
  }
}
const records = whole.flatMap((file) => file.records);
/** Each event once, as the first delivery has it. */
const events = [...new Map([...records].reverse().map((record) => [record.eventID, record])).values()];
const ids = records.map(({ eventID }) => String(eventID));

describe('the sample trail', () => {
  it('has about 20,000 events in files of a realistic mix of sizes', () => {
    expect(new Set(ids).size).toBeGreaterThan(18_500);
    expect(new Set(ids).size).toBeLessThan(21_500);
    const sizes = whole.map((file) => file.records.length).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(5);
    expect(sizes.at(-1)).toBeGreaterThan(300);
  });

  it('is the same every time for one seed and another for another', () => {
    const digest = (seed?: number): string => {
      const hash = createHash('sha256');
      for (const { key, bytes } of sampleFiles(seed)) hash.update(key).update(bytes);
      return hash.digest('hex');
    };
    expect(digest()).toBe(digest());
    expect(digest(1)).not.toBe(digest(2));
  });

  it('lies under keys as CloudTrail makes them, in the folder of the day of delivery', () => {
    const layout =
      /^acme\/AWSLogs\/o-[a-z0-9]+\/(\d{12})\/CloudTrail(-Insight)?\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail(-Insight)?_\3_\4\5\6T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
    expect(whole.filter(({ key }) => !layout.test(key))).toEqual([]);
    expect(new Set(files.map(({ key }) => key)).size).toBe(files.length);
  });

  it('names only accounts and addresses that belong to nobody', () => {
    const allowed = ['111122223333', '444455556666', '777788889999'];
    expect([...new Set(records.map(({ recipientAccountId }) => recipientAccountId))].sort()).toEqual(allowed);
    const addresses = [...new Set(records.map(({ sourceIPAddress }) => String(sourceIPAddress ?? '')))];
    const foreign = addresses.filter(
      (ip) => /^\d+\./.test(ip) && !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(ip),
    );
    expect(foreign).toEqual([]);
    expect(addresses.filter((ip) => ip.includes(':') && !ip.startsWith('2001:db8:'))).toEqual([]);
  });

  it('tells the incident: a login without MFA, keys, a role chain in both accounts, logging stopped, data read and deleted', () => {
    const named = (name: string) => events.filter(({ eventName }) => eventName === name);
    const logins = named('ConsoleLogin').map(({ additionalEventData, responseElements }) =>
      JSON.stringify([additionalEventData, responseElements]),
    );
    expect(logins.filter((text) => text.includes('"MFAUsed":"No"') && text.includes('Success'))).toHaveLength(
      1,
    );
    expect(named('CreateAccessKey').length).toBeGreaterThanOrEqual(2);
    const shared = named('AssumeRole').flatMap(({ sharedEventID, recipientAccountId }) =>
      sharedEventID === undefined ? [] : [String(recipientAccountId)],
    );
    expect(shared.sort()).toEqual(['111122223333', '444455556666']);
    expect(named('StopLogging').some(({ errorCode }) => errorCode === undefined)).toBe(true);
    expect(named('DeleteObject').length).toBeGreaterThan(1000);
    const created = JSON.stringify(named('AssumeRole').map(({ responseElements }) => responseElements));
    const used = records.flatMap(({ userIdentity }) =>
      JSON.stringify(userIdentity)?.includes('data-operations') ? [JSON.stringify(userIdentity)] : [],
    );
    const key = /ASIA[A-Z2-7]{16}/.exec(used[0] ?? '')?.[0] ?? 'none';
    expect(created).toContain(key);
  });

  it('has a file cut short, a foreign one, an empty one, an Insight file, second deliveries and one that differs', () => {
    expect(odd).toHaveLength(2);
    expect(whole.filter((file) => file.records.length === 0)).toHaveLength(1);
    expect(whole.filter(({ key }) => key.includes('CloudTrail-Insight'))).toHaveLength(1);
    expect(ids.length - new Set(ids).size).toBeGreaterThan(20);
    const byId = new Map<string, Set<string>>();
    for (const record of records) {
      const id = String(record.eventID);
      byId.set(id, (byId.get(id) ?? new Set()).add(JSON.stringify(record)));
    }
    expect([...byId.values()].filter((texts) => texts.size > 1)).toHaveLength(1);
  });

  it('is handed over as a zip of these files, and of what proves them', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'spoor-sample-'));
    try {
      const target = path.join(folder, 'sample.zip');
      await writeSampleBundle(target);
      const members = unzipSync(readFileSync(target));
      const names = Object.keys(members);
      expect(names.slice(0, files.length)).toEqual(files.map(({ key }) => key));
      expect(names.slice(-2)).toEqual(['objects.json', 'public-keys.json']);
      const others = names.slice(files.length, -2);
      expect(others.length).toBeGreaterThan(1000);
      expect(others.filter((name) => readDigestKey(name)?.trail !== 'org-trail')).toEqual([]);
      expect(
        files.every(({ key, bytes }) => Buffer.compare(members[key] ?? new Uint8Array(), bytes) === 0),
      ).toBe(true);
      await expect(writeSampleBundle(path.join(folder, 'no', 'sample.zip'))).rejects.toThrow('ENOENT');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
