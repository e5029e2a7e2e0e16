import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { record, writeTrail } from './trail.ts';

const user = (userName: string) => ({ type: 'IAMUser', userName, accountId: '111122223333' });
export const stopLogging = (n: number, who: string) =>
  record(n, { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', userIdentity: user(who) });
const root = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  eventType: 'AwsApiCall',
  userIdentity: { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
};
const refused = { eventName: 'GetBucketAcl', errorCode: 'AccessDenied', userIdentity: user('alice') };

/** A rule as a person would have it in a folder of their own. */
const rule = (
  title: string,
  level: string,
  selection: readonly string[],
  source = 'product: aws\n  service: cloudtrail',
) =>
  `title: ${title}
id: ${title.toLowerCase().replaceAll(' ', '-')}
level: ${level}
tags:
  - attack.defense-evasion
falsepositives:
  - A planned change
logsource:
  ${source}
detection:
  selection:
    ${selection.join('\n    ')}
  condition: selection
`;

/** Two rules that can be used, one that cannot, and one for another log. */
function writeRules(folder: string): void {
  const rules = path.join(folder, 'rules');
  mkdirSync(rules);
  const write = (name: string, text: string): void => writeFileSync(path.join(rules, `${name}.yml`), text);
  write('stopped', rule('Logging stopped', 'critical', ['eventName: StopLogging']));
  write(
    'read',
    rule('Objects read by bob', 'medium', ['eventName: GetObject', 'userIdentity.userName: bob']),
  );
  write('odd', rule('An odd rule', 'low', ['eventName|frobnicate: x']));
  write('other', rule('A process', 'low', ['Image: x'], 'product: windows\n  category: process_creation'));
}

/**
 * A folder with `rules` and `logs`: 30 ordinary events in the first half hour, and six later that filters of the CIS
 * benchmark match.
 */
export function writeSuspectTrail(): { readonly folder: string; readonly logs: string } {
  const folder = mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'findings-'));
  const logs = writeTrail(folder, 30, [
    record(100, root),
    record(110, root),
    stopLogging(102, 'bob'),
    ...[103, 104, 105].map((n) => record(n, refused)),
  ]);
  writeRules(folder);
  return { folder, logs };
}
