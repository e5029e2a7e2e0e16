import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { filterList } from '../../../electron/contract/saved-filters.ts';
import { builtInFilters } from '../../../electron/engine/saved-filters/built-in.ts';
import { sharedData, startTestEngine, type TestEngine } from '../../support/engine.ts';

describe('the filters that Spoor brings along', () => {
  it('fit the contract, and no two have the same name', () => {
    expect(filterList.shape.builtIn.parse(builtInFilters)).toEqual(builtInFilters);
    for (const key of ['id', 'name', 'filter'] as const)
      expect(new Set(builtInFilters.map((one) => one[key].toLowerCase())).size).toBe(builtInFilters.length);
  });

  it.each(builtInFilters)('$name can be read and has a sentence of help', ({ filter, note }) => {
    expect(() => parseFilter(filter)).not.toThrow();
    expect(note).toMatch(/^[A-Z].*\.$/);
  });
});

const keyDeletion = {
  eventVersion: '1.08',
  eventTime: '2026-03-01T10:00:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'ScheduleKeyDeletion',
  awsRegion: 'eu-west-1',
  eventID: '3f1c2b6e-0000-4000-8000-000000000001',
  userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: 'alice' },
};

/**
 * All of it together, second deliveries left out: 22 sign-ins, 2 failed, 5 without MFA, 663 of root, 18 keys made, 11
 * principals, 1 MFA removed, 17 policy changes, 4 administrator rights, 13 resource policies, 25 logging changes, 3,357
 * denied, 1,047 looking around, 1,175 data read, 78 secrets, 8 data deleted, 7 cross-account, 15 roles assumed, 4
 * network opened, 15 network changes, 2 instance roles, 23 code run, 2 accounts and regions, 308 clients of attackers.
 */
describe.skipIf(!existsSync(sharedData))('the filters that Spoor brings along, on real trails', () => {
  let running: TestEngine;
  const counts = new Map<string, number>();

  beforeAll(async () => {
    running = await startTestEngine();
    const info = await running.newCase();
    // Nobody has published the end of a key.
    const made = path.join(running.folder, 'made.json');
    writeFileSync(made, JSON.stringify({ Records: [keyDeletion] }));
    await running.importInto(info, sharedData, made);
    for (const { id, filter } of builtInFilters) {
      const selection = { case: info.case, filter, withDuplicates: false };
      for await (const _ of running.engine.stream('events.search', selection));
      const view = await running.engine.call('events.view', {
        ...selection,
        histogram: null,
        facets: [],
        page: null,
      });
      counts.set(id, view.undecided === 0 ? view.matched : -1);
    }
  }, 300_000);
  afterAll(() => running.stop());

  it.each(builtInFilters)('$name finds events', ({ id }) => {
    expect(counts.get(id)).toBeGreaterThan(0);
  });
});
