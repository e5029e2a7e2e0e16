import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectorsOf } from '../../../electron/contract/selectors/parse.ts';
import { selectorWords } from '../../../electron/contract/selectors/words.ts';
import { anySelectors } from './arbitraries.ts';

const words = (selectors: unknown) => selectorWords(selectorsOf(selectors));
const advanced = (category: string, ...fields: readonly object[]) =>
  words([{ FieldSelectors: [{ Field: 'eventCategory', Equals: [category] }, ...fields] }]);
const type = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };

describe('event selectors in words', () => {
  it('management events', () => {
    expect(words([{}])).toEqual(['All management events']);
    expect(words([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }])).toEqual([
      'All management events but those of AWS KMS',
    ]);
    expect(
      words([
        {
          ReadWriteType: 'WriteOnly',
          ExcludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'],
        },
      ]),
    ).toEqual(['Management events that write but those of AWS KMS and the RDS Data API']);
    expect(advanced('Management', { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })).toEqual([
      'All management events but not those of AWS KMS',
    ]);
  });

  it('data events by bucket, folder, function and table', () => {
    expect(
      words([
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: false,
          DataResources: [
            { Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::corp-logs/2026/'] },
            { Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] },
            { Type: 'AWS::DynamoDB::Table', Values: [] },
          ],
        },
      ]),
    ).toEqual(['S3 object writes in bucket corp-logs under 2026/', 'Lambda function writes']);
    expect(
      advanced('Data', type, {
        Field: 'resources.ARN',
        StartsWith: ['arn:aws:s3:::a/', 'arn:aws:s3:::'],
        NotStartsWith: ['arn:aws:s3:::a/tmp'],
      }),
    ).toEqual(['All S3 object events in bucket a or in all buckets, but not those in bucket a under tmp']);
    expect(
      advanced(
        'Data',
        { Field: 'resources.type', Equals: ['AWS::SNS::Topic'] },
        { Field: 'readOnly', Equals: ['true'] },
        { Field: 'eventName', StartsWith: ['Get'] },
      ),
    ).toEqual(['SNS Topic reads whose name begins with Get']);
  });

  it('network activity', () => {
    expect(
      advanced(
        'NetworkActivity',
        { Field: 'eventSource', Equals: ['kms.amazonaws.com'] },
        { Field: 'errorCode', Equals: ['VpceAccessDenied'] },
      ),
    ).toEqual(["Network activity events of AWS KMS that the VPC endpoint's policy denied"]);
  });

  it('the name of a selector is shown on one line', () => {
    expect(
      words([{ Name: 'a\nb\u202e', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }]),
    ).toEqual(['All management events (named “a\ufffdb\ufffd”)']);
  });

  it('of many values the first are named and the others counted', () => {
    const values = Array.from({ length: 200 }, (_, i) => `Name${i}`);
    const [sentence = ''] = advanced('Management', { Field: 'eventName', Equals: values });
    expect(sentence).toMatch(/named Name0, .*, Name8 or 191 more$/);
  });

  it('a selector that selects nothing says so', () => {
    expect(words([{ IncludeManagementEvents: false }])).toEqual(['A selector that selects nothing']);
  });

  it('every selector has its sentence, without signs that act', () => {
    fc.assert(
      fc.property(anySelectors, (selectors) => {
        const sentences = selectorWords(selectors);
        expect(sentences.length).toBeGreaterThanOrEqual(selectors.selectors.length);
        for (const sentence of sentences) expect(sentence).toMatch(/^[^\p{Cc}\p{Cf}]{5,}$/u);
      }),
    );
  });
});
