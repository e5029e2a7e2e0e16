import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseCloudWatch } from '../../../electron/contract/filter/cloudwatch.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { compileRecordTest } from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';

function holds(pattern: string, json: string): boolean {
  return compileRecordTest(parseCloudWatch(pattern))(parseRecord(json), { timeMs: null, textOf: () => null });
}

const cisPath = new URL('../../../../shared/reference/cis-metric-filters.json', import.meta.url);
const cisSchema = z.object({ filters: z.array(z.object({ name: z.string(), pattern: z.string() })) });

// The set of CIS is no part of the repository: without ../shared this is reported as skipped.
describe.skipIf(!existsSync(cisPath))('the metric filters of CIS', () => {
  const filters = existsSync(cisPath)
    ? cisSchema.parse(JSON.parse(readFileSync(cisPath, 'utf8'))).filters
    : [];

  it('are there', () => expect(filters.length).toBeGreaterThanOrEqual(14));

  it.each(filters)('$name is read, and shown as a filter that means the same', ({ pattern }) => {
    const filter = parseCloudWatch(pattern);
    expect(filter.kind).not.toBe('all');
    expect(parseFilter(printFilter(filter))).toEqual(filter);
  });
});

describe('the shapes of the CIS set', () => {
  it.each([
    [
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
      '{"errorCode":"Client.UnauthorizedOperation"}',
      true,
    ],
    [
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
      '{"errorCode":"AccessDeniedException"}',
      true,
    ],
    [
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
      '{"errorCode":"NoSuchBucket"}',
      false,
    ],
    [
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
      '{"userIdentity":{"type":"Root"},"eventType":"AwsApiCall"}',
      true,
    ],
    [
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
      '{"userIdentity":{"type":"Root","invokedBy":"x"},"eventType":"AwsApiCall"}',
      false,
    ],
    [
      '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
      '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}',
      true,
    ],
    [
      '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
      '{"eventSource":"s3.amazonaws.com","eventName":"DisableKey"}',
      false,
    ],
    [
      '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
      '{"eventName":"ConsoleLogin","errorMessage":"Failed authentication"}',
      true,
    ],
  ])('%s on %s: %s', (pattern, json, expected) => expect(holds(pattern, json)).toBe(expected));
});
