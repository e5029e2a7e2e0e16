import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseAnswer, recogniseAnswerText } from '../../../electron/engine/trails/recognise-answer.ts';
import { answers, arn } from './fixtures.ts';

const record = {
  eventVersion: '1.11',
  eventName: 'GetEventSelectors',
  eventSource: 'cloudtrail.amazonaws.com',
};

describe('recognising what the AWS CLI prints', () => {
  it.each(Object.entries(answers))('%s', (operation, answer) => {
    const found = recogniseAnswerText(JSON.stringify(answer, null, 4));
    const saysWhose = operation !== 'GetTrailStatus' && operation !== 'ListPublicKeys';
    expect(found).toMatchObject({ operation, answer, trailArn: saysWhose ? arn : null });
    expect(found?.publicKeys).toHaveLength(operation === 'ListPublicKeys' ? 1 : 0);
  });

  it('times are taken as the second AWS CLI prints them, too', () => {
    const [key] = answers.ListPublicKeys.PublicKeyList;
    const found = recogniseAnswer({
      PublicKeyList: [
        {
          ...key,
          ValidityStartTime: '2026-03-01T00:00:00+01:00',
          ValidityEndTime: '2026-04-01T00:00:00.5+00:00',
        },
      ],
    });
    expect(found?.publicKeys[0]).toMatchObject({
      validFromMs: Date.UTC(2026, 1, 28, 23),
      validUntilMs: Date.UTC(2026, 3, 1) + 500,
      region: null,
    });
  });

  it('of an answer about several trails the trail is left open', () => {
    const [trail] = answers.DescribeTrails.trailList;
    const two = { trailList: [trail, { ...trail, TrailARN: `${arn}2`, Name: 'main2' }] };
    expect(recogniseAnswer(two)?.trailArn).toBeNull();
  });

  it('advanced selectors, a byte order mark and what boto3 adds are no hindrance', () => {
    const selectors = {
      TrailARN: arn,
      AdvancedEventSelectors: [{ FieldSelectors: [] }],
      ResponseMetadata: {},
    };
    expect(recogniseAnswerText(`\ufeff${JSON.stringify(selectors)}`)).toMatchObject({
      operation: 'GetEventSelectors',
      answer: { TrailARN: arn },
    });
  });

  it.each<[string, unknown]>([
    ['a log', { Records: [record] }],
    ['a record', record],
    ['a record with the words of an answer', { ...record, ...answers.GetEventSelectors }],
    ['a log beside an answer', { Records: [record], ...answers.DescribeTrails }],
    [
      'a record of the call',
      { ...record, requestParameters: { trailName: 'main' }, responseElements: answers.GetTrailStatus },
    ],
    ['a digest', { awsAccountId: '111122223333', digestS3Object: 'x', logFiles: [] }],
    ['a page of LookupEvents', { Events: [], NextToken: 'x' }],
    ['a list of answers', [answers.DescribeTrails]],
    ['an answer of the wrong form', { trailList: [{ Name: 3 }] }],
    ['a trail ARN alone', { TrailARN: arn }],
    ['a key that is none', { PublicKeyList: [{ Value: '%', Fingerprint: 'x' }] }],
    ['nothing', null],
  ])('%s is none', (_, value) => {
    expect(recogniseAnswer(value)).toBeNull();
    expect(recogniseAnswerText(JSON.stringify(value))).toBeNull();
  });

  it('text that is not JSON, is too long or too deep is none', () => {
    expect(recogniseAnswerText('{"trailList": [')).toBeNull();
    expect(recogniseAnswerText(`{"trailList": []}${' '.repeat(4 * 1024 * 1024)}`)).toBeNull();
    const depth = 200_000;
    expect(
      recogniseAnswerText(`{"trailList": [], "x": ${'['.repeat(depth)}${']'.repeat(depth)}}`),
    ).toBeNull();
  });

  it('whatever is given, nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(answers)),
        fc.jsonValue(),
        fc.string(),
        (answer, value, name) => {
          recogniseAnswer(value);
          for (const key of Object.keys(answer)) recogniseAnswer({ ...answer, [key]: value });
          const more = recogniseAnswer({ ...answer, [`${name}!`]: value });
          expect(more).toBeNull();
        },
      ),
    );
  });
});
