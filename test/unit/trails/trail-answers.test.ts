import { describe, expect, it } from 'vitest';
import { addPublicKeys, publicKeyInfos, publicKeys } from '../../../electron/engine/case/public-keys.ts';
import { newestTrailAnswers, storeTrailAnswers } from '../../../electron/engine/case/trail-answers.ts';
import type { PublicKey } from '../../../electron/engine/trails/trail-answer.ts';
import { newCase } from '../case/fixtures.ts';
import { anAnswer, answers } from './fixtures.ts';

const stopped = { ...answers.GetTrailStatus, IsLogging: false };

function keptTimes(db: ReturnType<typeof newCase>['db']) {
  return db.all('SELECT taken_at_ms FROM trail_answers ORDER BY id').map((row) => row.taken_at_ms);
}

describe('answers of trails in a case', () => {
  it('are read as they were stored, newest first', () => {
    const { db } = newCase();
    const first = anAnswer('GetTrailStatus');
    const denied = anAnswer('ListTags', { takenAtMs: 2_000, answer: null, problem: 'Access is denied.' });
    expect(storeTrailAnswers(db, [first, denied])).toBe(2);
    expect(newestTrailAnswers(db)).toEqual([denied, first]);
  });

  it('of equal answers the first and the last stay, each with a time at which it was so', () => {
    const { db } = newCase();
    const stored = [1_000, 2_000, 3_000, 4_000].map((takenAtMs) =>
      storeTrailAnswers(db, [anAnswer('GetTrailStatus', { takenAtMs })]),
    );
    expect(stored).toEqual([1, 0, 0, 0]);
    expect(keptTimes(db)).toEqual([1_000, 4_000]);
    storeTrailAnswers(db, [anAnswer('GetTrailStatus', { takenAtMs: 5_000, answer: stopped })]);
    storeTrailAnswers(db, [anAnswer('GetTrailStatus', { takenAtMs: 6_000 })]);
    expect(keptTimes(db)).toEqual([1_000, 4_000, 5_000, 6_000]);
    expect(newestTrailAnswers(db)).toEqual([anAnswer('GetTrailStatus', { takenAtMs: 6_000 })]);
  });

  it('the order of names does not make another answer', () => {
    const { db } = newCase();
    const turned = Object.fromEntries(Object.entries(answers.GetTrailStatus).reverse());
    storeTrailAnswers(db, [anAnswer('GetTrailStatus')]);
    expect(storeTrailAnswers(db, [anAnswer('GetTrailStatus', { takenAtMs: 2_000, answer: turned })])).toBe(0);
  });

  it('the same file imported again adds nothing', () => {
    const { db } = newCase();
    const file = anAnswer('GetTrailStatus', {
      origin: 'file',
      region: null,
      trailArn: null,
      fileName: 'status.json',
    });
    storeTrailAnswers(db, [file]);
    storeTrailAnswers(db, [file]);
    expect(keptTimes(db)).toEqual([1_000]);
    storeTrailAnswers(db, [{ ...file, fileName: 'other.json' }]);
    expect(keptTimes(db)).toEqual([1_000, 1_000]);
  });

  it('a problem does not hide the answer before it, and every list of trails stays', () => {
    const { db } = newCase();
    const before = anAnswer('GetTrailStatus');
    const denied = anAnswer('GetTrailStatus', {
      takenAtMs: 2_000,
      answer: null,
      problem: 'Access is denied.',
    });
    const lists = [
      anAnswer('DescribeTrails', { takenAtMs: 4_000, answer: { trailList: [] } }),
      anAnswer('DescribeTrails', { takenAtMs: 3_000 }),
    ];
    storeTrailAnswers(db, [before, denied, ...lists.toReversed()]);
    expect(newestTrailAnswers(db)).toEqual([...lists, denied, before]);
  });

  it('an operation of a newer version is passed over', () => {
    const { db } = newCase();
    storeTrailAnswers(db, [anAnswer('ListTags')]);
    db.run("UPDATE trail_answers SET operation = 'GetResourcePolicy'");
    expect(newestTrailAnswers(db)).toEqual([]);
  });
});

describe('public keys in a case', () => {
  const key: PublicKey = {
    fingerprint: '7f3f401420072e50a65a141430817ab3',
    der: Uint8Array.of(48, 3, 1),
    region: 'eu-west-1',
    validFromMs: 1_000,
    validUntilMs: 2_000,
  };
  const file = { origin: 'file', addedAtMs: 5 } as const;

  it('a key that is known is not added twice, another with its fingerprint is', () => {
    const { db } = newCase();
    const forged = { ...key, der: Uint8Array.of(48, 3, 2) };
    expect(addPublicKeys(db, [key, key], { origin: 'aws', addedAtMs: 5 })).toBe(1);
    expect(addPublicKeys(db, [key, forged], file)).toBe(1);
    expect(publicKeys(db)).toEqual([key, forged]);
  });

  it('a key of a file learns its region when AWS tells it, and keeps it', () => {
    const { db } = newCase();
    addPublicKeys(db, [{ ...key, region: null }], file);
    addPublicKeys(db, [key], { origin: 'aws', addedAtMs: 6 });
    addPublicKeys(db, [{ ...key, region: 'us-east-1' }], { origin: 'aws', addedAtMs: 7 });
    const { der: _, ...info } = key;
    expect(publicKeyInfos(db)).toEqual([info]);
  });
});
