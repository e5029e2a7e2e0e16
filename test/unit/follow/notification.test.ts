import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concerns, readNotification } from '../../../electron/engine/follow/notification.ts';

const key = 'AWSLogs/111122223333/CloudTrail/us-east-2/2026/03/01/a.json.gz';
const trail = JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: [key, `${key}2`] });
const trailOf = (...keys: string[]): string =>
  JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: keys });
const wrapped = (message: string, Type = 'Notification'): string =>
  JSON.stringify({
    Type,
    MessageId: 'm',
    TopicArn: 'arn:aws:sns:us-east-2:111122223333:t',
    Message: message,
  });
const created = (name: string, eventName = 'ObjectCreated:Put'): string =>
  JSON.stringify({
    Records: [{ eventName, s3: { bucket: { name: 'trail-bucket' }, object: { key: name } } }],
  });
const bridged = (type: string, name = key): string =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': type,
    detail: { bucket: { name: 'trail-bucket' }, object: { key: name } },
  });

describe('a notification', () => {
  it.each([
    ['CloudTrail’s list of keys, through SNS', wrapped(trail), [key, `${key}2`]],
    ['the same, delivered raw', trail, [key, `${key}2`]],
    ['an event of the bucket', created('a+b%2Bc.json.gz'), ['a b+c.json.gz']],
    ['an event of the bucket through SNS', wrapped(created(key)), [key]],
    [
      'a digest, which comes with the logs',
      trailOf(key.replace('CloudTrail', 'CloudTrail-Digest')),
      [key.replace('CloudTrail', 'CloudTrail-Digest')],
    ],
    ['a key that would be a path elsewhere', created('..%2F..%2Fetc%2Fpasswd'), ['../../etc/passwd']],
    [
      'an event of EventBridge, whose keys are written as they are',
      bridged('Object Created', 'a+b%2Bc.json.gz'),
      ['a+b%2Bc.json.gz'],
    ],
    ['an event of EventBridge through SNS', wrapped(bridged('Object Created')), [key]],
  ])('names objects: %s', (_, body, keys) => {
    expect(readNotification(body)).toEqual({
      kind: 'objects',
      objects: keys.map((name) => ({ bucket: 'trail-bucket', key: name })),
    });
  });

  it.each([
    ['of CloudTrail', wrapped('CloudTrail validation message.')],
    ['of CloudTrail, delivered raw', 'CloudTrail validation message.'],
    [
      'of the bucket',
      JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail-bucket' }),
    ],
  ])('is only a set-up message: %s', (_, body) => expect(readNotification(body)).toEqual({ kind: 'setup' }));

  it.each([
    ['text', 'hello'],
    ['another event', created(key, 'ObjectRemoved:Delete')],
    ['a subscription', wrapped('You have chosen to subscribe', 'SubscriptionConfirmation')],
    ['a key that is none', created('%E0%A4%A')],
    ['too long a key', JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: ['x'.repeat(2000)] })],
    ['too long a key in bytes', trailOf('ü'.repeat(600))],
    ['a key that no request can carry', trailOf('AWSLogs/\ud800')],
    ['the same in an event of the bucket', created('AWSLogs/\ud800')],
    ['a list of nothing', trailOf()],
    ['an event of EventBridge that is none of creation', bridged('Object Deleted')],
    ['more than a queue can hold', ' '.repeat(1024 * 1024 + 1)],
    ['no list', JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: key })],
  ])('is left alone: %s', (_, body) => expect(readNotification(body).kind).toBe('foreign'));

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => wrapped(text)),
        ),
        (body) => {
          expect(['objects', 'setup', 'foreign']).toContain(readNotification(body).kind);
        },
      ),
    );
  });

  it('concerns a source by its bucket and prefix', () => {
    const place = { bucket: 'trail-bucket', prefix: 'AWSLogs/' };
    expect(concerns(place, { bucket: 'trail-bucket', key })).toBe(true);
    expect(concerns(place, { bucket: 'other', key })).toBe(false);
    expect(concerns(place, { bucket: 'trail-bucket', key: 'elsewhere/a' })).toBe(false);
    // As a sync takes it: a prefix is a folder.
    const bare = { bucket: 'trail-bucket', prefix: 'AWSLogs' };
    expect(concerns(bare, { bucket: 'trail-bucket', key })).toBe(true);
    expect(concerns(bare, { bucket: 'trail-bucket', key: 'AWSLogs-old/a' })).toBe(false);
  });
});
