import { describe, expect, test } from 'vitest';
import { parseS3Address } from '../../../electron/contract/s3-url.ts';

const at = (bucket: string, prefix = '', more: object = {}) => ({
  bucket,
  prefix,
  region: null,
  endpoint: null,
  pathStyle: false,
  ...more,
});
const eu = { region: 'eu-west-1' };

describe('an address of a bucket', () => {
  test.each([
    ['s3://example-trail', at('example-trail')],
    [' s3://example-trail/ ', at('example-trail')],
    ['s3://example-trail/logs', at('example-trail', 'logs/')],
    ['S3A://example-trail/a b/100%/', at('example-trail', 'a b/100%/')],
    ['example-trail/AWSLogs/', at('example-trail', 'AWSLogs/')],
    ['arn:aws:s3:::example-trail', at('example-trail')],
    ['arn:aws-us-gov:s3:::example-trail/AWSLogs/*', at('example-trail', 'AWSLogs/')],
    ['https://example-trail.s3.amazonaws.com/', at('example-trail')],
    ['https://example-trail.s3.eu-west-1.amazonaws.com/logs/a%20b', at('example-trail', 'logs/a b/', eu)],
    ['https://my.trail.s3-eu-west-1.amazonaws.com/logs/', at('my.trail', 'logs/', eu)],
    ['https://example-trail.s3.dualstack.eu-west-1.amazonaws.com', at('example-trail', '', eu)],
    [
      'https://example-trail.s3.cn-north-1.amazonaws.com.cn/',
      at('example-trail', '', { region: 'cn-north-1' }),
    ],
    ['https://s3.eu-west-1.amazonaws.com/example-trail/logs/', at('example-trail', 'logs/', eu)],
    ['https://s3.amazonaws.com/example-trail', at('example-trail')],
    ['https://example-trail.s3.amazonaws.com/?list-type=2&prefix=logs/', at('example-trail', 'logs/')],
    [
      'https://s3.console.aws.amazon.com/s3/buckets/example-trail?region=eu-west-1&prefix=logs%2F&tab=objects',
      at('example-trail', 'logs/', eu),
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/s3/object/example-trail?region=eu-west-1&prefix=logs/x.json.gz',
      at('example-trail', 'logs/', eu),
    ],
    [
      'http://127.0.0.1:9000/example-trail/logs/',
      at('example-trail', 'logs/', { endpoint: 'http://127.0.0.1:9000', pathStyle: true }),
    ],
  ])('%s', (text, expected) => {
    expect(parseS3Address(text)).toEqual(expected);
  });

  test.each([
    ['', 'There is no address.'],
    ['s3://', 'The address names no bucket.'],
    ['s3://a/b', 'What stands where the bucket does is no name of one.'],
    ['ftp://example-trail/', 'This is no address of a bucket.'],
    ['https://[', 'This address cannot be read.'],
    ['https://example-trail.s3.amazonaws.com/%E0%A4%A', 'The address has a % that stands for nothing.'],
    ['https://minio.example', 'The address names no bucket.'],
    ['https://ec2.eu-west-1.amazonaws.com/x', 'ec2.eu-west-1.amazonaws.com is no address of a bucket in S3.'],
    [
      'https://example-trail.s3-website-eu-west-1.amazonaws.com/',
      'example-trail.s3-website-eu-west-1.amazonaws.com is no address of a bucket in S3.',
    ],
    ['https://s3.console.aws.amazon.com/s3/home', 'This page of the AWS console is not one of a bucket.'],
    ['arn:aws:sns:eu-west-1:111122223333:topic', 'This ARN is not one of S3.'],
    [
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/trail',
      'This ARN names an access point or something else of S3, and not a bucket.',
    ],
    [`s3://example-trail/${'x'.repeat(1024)}`, 'The prefix is longer than any key can be.'],
  ])('%s is answered with what is wrong', (text, message) => {
    expect(() => parseS3Address(text)).toThrow(
      expect.objectContaining({ code: 'bad-request', message, advice: expect.stringContaining(' ') }),
    );
  });

  test('secrets of an address are neither kept nor repeated', () => {
    const signed =
      'https://AKIAIOSFODNN7EXAMPLE:topsecret@minio.example/example-trail/x?X-Amz-Signature=topsecret';
    expect(JSON.stringify(parseS3Address(signed))).not.toContain('secret');
    for (const text of [
      'https://u:topsecret@minio.example/',
      'https://minio.example/%?sig=topsecret',
      's3://topsecret:x@',
    ]) {
      expect(() => parseS3Address(text)).toThrow(/^(?!.*topsecret)/);
    }
  });
});
