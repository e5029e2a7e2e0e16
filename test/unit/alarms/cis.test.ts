import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { cisRules } from '../../../electron/engine/alarms/cis.ts';
import { cisFilters } from '../../../electron/engine/alarms/cis-filters.ts';
import { compileRecordTest, type RecordColumns } from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';

const noColumns: RecordColumns = { timeMs: null, textOf: () => null };

/** The rules that a record meets. */
function rulesMet(record: unknown): string[] {
  const parsed = parseRecord(JSON.stringify(record));
  return cisRules()
    .filter(({ filter }) => compileRecordTest(filter)(parsed, noColumns))
    .map(({ id }) => id);
}

describe('the metric filters of the CIS benchmark', () => {
  it('are the fifteen of versions 1.3 to 4.0, fourteen of them with their number of 1.2', () => {
    expect(cisFilters.map(({ number }) => number)).toEqual(
      Array.from({ length: 15 }, (_, at) => `4.${at + 1}`),
    );
    expect(cisFilters.filter(({ numberIn12 }) => numberIn12 !== null)).toHaveLength(14);
  });

  it('become rules whose text is read back as the same filter', () => {
    for (const { filter, text } of cisRules()) expect(parseFilter(text)).toEqual(filter);
  });

  it('find what they are named after', () => {
    const root = { userIdentity: { type: 'Root' }, eventType: 'AwsApiCall', eventName: 'ListUsers' };
    expect(rulesMet(root)).toEqual(['CIS 4.3']);
    expect(rulesMet({ eventName: 'StopLogging', errorCode: 'AccessDeniedException' })).toEqual([
      'CIS 4.1',
      'CIS 4.5',
    ]);
    expect(
      rulesMet({
        eventName: 'ConsoleLogin',
        errorMessage: 'Failed authentication',
        additionalEventData: { MFAUsed: 'No' },
      }),
    ).toEqual(['CIS 4.2', 'CIS 4.6']);
  });

  it('leave out what lacks the operand of an inequality, as CloudWatch does', () => {
    expect(rulesMet({ eventName: 'ConsoleLogin' })).toEqual([]);
    expect(rulesMet({ userIdentity: { type: 'Root' } })).toEqual([]);
  });
});
