import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../electron/contract/filter/parse.ts';
import { compileRecordTest, type RecordColumns } from '../../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../../electron/engine/filter/parse-record.ts';
import { formGroups } from '../../../../renderer/help/filter-forms.ts';

const forms = formGroups.flatMap((group) => group.forms.map(([form]) => form));

const noColumns: RecordColumns = { timeMs: null, textOf: () => null };

/** Whether a filter finds a record of which only the parts that matter are written. */
function finds(filter: string, record: unknown): boolean {
  return compileRecordTest(parseFilter(filter))(parseRecord(JSON.stringify(record)), noColumns);
}

describe('the help on the filter', () => {
  it.each(forms)('%s can be read', (form) => {
    expect(() => parseFilter(form)).not.toThrow();
  });

  const parameters = (requestParameters: unknown) => ({ requestParameters });
  const resources = (...arns: string[]) => ({ resources: arns.map((ARN) => ({ ARN })) });
  const ipPermissions = (cidrIp: string) =>
    parameters({ ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp }] } }] } });
  const accounts = (accountId: string) => ({
    userIdentity: { accountId },
    recipientAccountId: '111122223333',
  });

  it.each<readonly [form: string, found: unknown, leftOut: unknown]>([
    [
      'requestParameters.bucketName:corp-*',
      parameters({ bucketName: 'CORP-a' }),
      parameters({ BucketName: 'corp-a' }),
    ],
    [
      'resources.accountId:111122223333',
      { resources: [{ accountId: '444455556666' }, { accountId: '111122223333' }] },
      { resources: [{ accountId: '444455556666' }] },
    ],
    ['resources[].ARN:*secret*', resources('a', 'my-secret-b'), resources('a')],
    [
      'requestParameters.*:corp-a',
      parameters({ anything: 'corp-a' }),
      parameters({ deeper: { still: 'corp-a' } }),
    ],
    ['requestParameters."x-amz-acl":private', parameters({ 'x-amz-acl': 'private' }), parameters({})],
    ['requestParameters.tagSet:*', parameters({ tagSet: null }), parameters({})],
    ['requestParameters.maxKeys:=5', parameters({ maxKeys: '5' }), parameters({ maxKeys: 6 })],
    ['requestParameters.maxResults:>5', parameters({ maxResults: 40 }), parameters({ maxResults: 5 })],
    [
      'additionalEventData.bytesTransferredOut:<=1e6',
      { additionalEventData: { bytesTransferredOut: 1_000_000 } },
      { additionalEventData: { bytesTransferredOut: 1_000_001 } },
    ],
    ['responseElements:=null', { responseElements: null }, { responseElements: 'null' }],
    [
      'requestParameters.ipPermissions.items.ipRanges.items.cidrIp:cidr:10.0.0.0/8',
      ipPermissions('10.1.2.3'),
      ipPermissions('11.1.2.3'),
    ],
    ['requestParameters.acl:!=private', parameters({ acl: 'public-read' }), parameters({})],
    ['-requestParameters.acl:private', parameters({}), parameters({ acl: 'private' })],
    [
      'requestParameters.userName:=$.userIdentity.userName',
      { ...parameters({ userName: 'alice' }), userIdentity: { userName: 'alice' } },
      { ...parameters({ userName: 'bob' }), userIdentity: { userName: 'alice' } },
    ],
    ['userIdentity.accountId:!==$.recipientAccountId', accounts('444455556666'), accounts('111122223333')],
    [
      '$.requestParameters.bucketName:corp-a',
      parameters({ bucketName: 'corp-a' }),
      parameters([{ bucketName: 'corp-a' }]),
    ],
    ['$.resources[0].ARN:*', resources('a'), resources()],
    ['"corp-secrets"', parameters({ 'corp-secrets': 1 }), parameters({ corp: 'secrets' })],
    ['raw:corp-secrets', parameters({ key: 'a/corp-secrets/b' }), parameters({ corp: 'secrets' })],
    ['raw:/AKIA[A-Z0-9]{16}/', { a: 'AKIAIOSFODNN7EXAMPLE' }, { a: 'AKIA' }],
  ])('%s means what the help says', (form, found, leftOut) => {
    expect(forms.some((one) => one === form || form.startsWith('-'))).toBe(true);
    expect([finds(form, found), finds(form, leftOut)]).toEqual([true, false]);
  });

  it('tells no form twice', () => expect(new Set(forms).size).toBe(forms.length));
});
