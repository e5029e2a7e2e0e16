import { describe, expect, it } from 'vitest';
import type { TrailPlace } from '../../../electron/contract/s3.ts';
import {
  axesOf,
  choiceOf,
  choiceWords,
  everything,
  lastDays,
  problemOf,
  shareOf,
  spanOf,
} from '../../../renderer/sync/choice.ts';
import { dataTypes, printMade, usualSelectors } from '../../../renderer/sync/made-selectors.ts';
import { readSelectors } from '../../../renderer/sync/read-selectors.ts';
import {
  emptyForm,
  missingIn,
  placeOf,
  signInOf,
  withoutSecrets,
} from '../../../renderer/sync/sign-in-form.ts';

const place = (
  account: string,
  region: string,
  firstDay: string | null,
  lastDay: string | null,
): TrailPlace => ({
  root: 'AWSLogs/',
  organization: null,
  account,
  region,
  kind: 'CloudTrail',
  firstDay,
  lastDay,
});
const discovery = {
  places: [
    place('444455556666', 'eu-west-1', '2026-03-01', '2026-03-10'),
    place('111122223333', 'us-east-1', '2026-02-01', null),
    place('111122223333', 'eu-west-1', null, null),
  ],
};

describe('what is chosen of a bucket', () => {
  it('is everything, also what appears later, as long as nothing is switched off', () => {
    expect(choiceOf(everything, discovery)).toEqual({
      accounts: null,
      regions: null,
      kinds: ['CloudTrail'],
      sinceDay: null,
      untilDay: null,
    });
  });

  it('names what is left when something is switched off', () => {
    const chosen = { ...everything, withoutRegions: new Set(['us-east-1']), sinceDay: '2026-03-01' };
    expect(choiceOf(chosen, discovery)).toMatchObject({
      accounts: null,
      regions: ['eu-west-1'],
      sinceDay: '2026-03-01',
    });
  });

  it.each([
    [{ withoutAccounts: new Set(['111122223333', '444455556666']) }, 'No account'],
    [{ withoutRegions: new Set(['eu-west-1', 'us-east-1']) }, 'No region'],
    [{ kinds: new Set([]) }, 'No kind'],
    [{ sinceDay: '2026-02-31' }, 'Write a day'],
    [{ untilDay: 'yesterday' }, 'Write a day'],
    [{ sinceDay: '2026-03-02', untilDay: '2026-03-01' }, 'before the first'],
  ])('cannot be synced when it is %o', (change, said) => {
    expect(problemOf({ ...everything, ...change }, discovery)).toContain(said);
  });

  it('lies between the first and the last day of all that was found', () => {
    expect(axesOf(discovery)).toEqual({
      accounts: ['111122223333', '444455556666'],
      regions: ['eu-west-1', 'us-east-1'],
    });
    expect(spanOf(discovery.places)).toEqual({ first: '2026-02-01', last: '2026-03-10' });
    expect(spanOf([place('1', 'r', null, null)])).toBeNull();
  });

  it('is drawn on one axis of days, and one day is still seen', () => {
    const span = { first: '2026-01-01', last: '2026-12-31' };
    expect(shareOf({ firstDay: '2026-01-01', lastDay: '2026-12-31' }, span)).toEqual({ from: 0, width: 1 });
    const last = shareOf({ firstDay: '2026-12-31', lastDay: '2026-12-31' }, span);
    expect((last?.from ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(1);
    expect(shareOf({ firstDay: null, lastDay: null }, span)).toBeNull();
  });

  it('counts days back from the last one, over the end of February', () => {
    expect(lastDays('2026-03-01', 2)).toEqual({ sinceDay: '2026-02-28', untilDay: '2026-03-01' });
  });

  it('is said in a line', () => {
    const choice = choiceOf(everything, discovery);
    expect(choiceWords(choice)).toBe('all accounts · all regions');
    expect(
      choiceWords({ ...choice, accounts: ['1', '2'], regions: ['eu-west-1'], sinceDay: '2026-03-01' }),
    ).toBe('2 accounts · eu-west-1 · since 2026-03-01');
  });
});

describe('selectors made by ticking', () => {
  it.each([
    [usualSelectors],
    [{ ...usualSelectors, readWrite: 'All', management: false, data: dataTypes() } as const],
    [{ ...usualSelectors, withoutNoise: false, data: ['AWS::S3::Object'] } as const],
  ])('are what AWS would print: %o', (made) => {
    const [selector] = JSON.parse(printMade(made)).EventSelectors;
    expect(selector).toMatchObject({
      ReadWriteType: made.readWrite,
      IncludeManagementEvents: made.management,
    });
    expect(readSelectors(printMade(made))).toMatchObject({ error: null, selectors: { kind: 'basic' } });
  });

  it('say what is wrong with what was pasted', () => {
    expect(readSelectors(' ')).toEqual({ selectors: null, error: null });
    expect(readSelectors('{').error).toContain('not JSON');
  });
});

describe('the sign-in', () => {
  const form = { ...emptyForm, address: 's3://trail-bucket/logs', way: 'keys' } as const;

  it('says what is missing', () => {
    expect(missingIn(emptyForm)).toContain('where the trail lies');
    expect(missingIn(form)).toContain('access key');
    expect(missingIn({ ...form, way: 'profile' })).toContain('profile');
    expect(missingIn({ ...form, way: 'default', expectedOwner: '12' })).toContain('twelve digits');
    expect(missingIn({ ...form, way: 'default' })).toBeNull();
  });

  it('leads to the address, overruled by the fields', () => {
    expect(placeOf({ ...form, region: ' eu-west-1 ', endpoint: 'https://s3.example.org' })).toEqual({
      bucket: 'trail-bucket',
      prefix: 'logs/',
      region: 'eu-west-1',
      endpoint: 'https://s3.example.org',
      pathStyle: false,
      requesterPays: false,
      expectedOwner: null,
    });
  });

  it('keeps no secret once it is done', () => {
    const typed = {
      ...form,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 's',
      sessionToken: 't',
      mfaCode: '123456',
    };
    expect(signInOf(typed)).toMatchObject({ kind: 'keys', secretAccessKey: 's', sessionToken: 't' });
    expect(withoutSecrets(typed)).toEqual(form);
  });
});
