import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { endOf, sharedData, startTestEngine } from '../../support/engine.ts';

/** Real trails of others, and SigmaHQ's rules as they are. */
const rules = path.join(sharedData, 'sigma/rules');
const suzaku = path.join(sharedData, 'Yamato-Security__suzaku-sample-data');

/** Events that each rule finds in what lies in a folder, second deliveries left out; rules that find none are left out. */
async function foundIn(folder: string): Promise<Record<string, number>> {
  const { engine, newCase, importInto, stop } = await startTestEngine();
  try {
    const info = await newCase();
    await importInto(info, folder);
    const { token } = await engine.grantPath(rules);
    const chosen = { sigma: [token], values: null, cis: false, minLevel: null };
    const job = await endOf(engine, (await engine.call('detect.start', { case: info.case, ...chosen })).job);
    expect(job.error).toBeNull();
    const { run } = await engine.call('detect.rules', { case: info.case });
    expect(run?.unusable).toEqual([]);
    expect(run?.rules).toHaveLength(57);
    const found = run?.rules.filter(({ events }) => events > 0) ?? [];
    return Object.fromEntries(found.map(({ title, events }) => [title, events]));
  } finally {
    await stop();
  }
}

const has = existsSync(rules);

/**
 * By hand, over `find . -name '*.json.gz' -print0 | xargs -0 zcat | jq -c '.Records[]'` of that folder, each with
 * `jq -r 'select(…) | .eventID' | sort -u | wc -l`:
 * .userIdentity.type=="Root" and .eventType!="AwsServiceEvent"                                                  → 656
 * .eventSource=="cloudtrail.amazonaws.com" and (.eventName|IN("StopLogging","UpdateTrail","DeleteTrail"))        → 4
 * .eventName=="ConsoleLogin" and .errorMessage=="Failed authentication"                                         → 1
 * .eventSource=="s3.amazonaws.com" and .eventName=="ListBuckets" and .userIdentity.type!="AssumedRole"           → 8
 */
test.skipIf(!has)('rules find in a ransomware lab’s trail what jq finds', async () => {
  expect(await foundIn(suzaku)).toMatchObject({
    'AWS Root Credentials': 656,
    'AWS CloudTrail Important Change': 4,
    'AWS ConsoleLogin Failed Authentication': 1,
    'Potential Bucket Enumeration on AWS': 8,
  });
});

test.skipIf(!has)('every rule is run over every trail, and finds what it found before', async () => {
  expect(await foundIn(sharedData)).toEqual({
    'AWS Bucket Deleted': 1,
    'AWS CloudTrail Important Change': 11,
    'AWS Config Disabling Channel/Recorder': 1,
    'AWS ConsoleLogin Failed Authentication': 2,
    'AWS EFS Fileshare Mount Modified or Deleted': 1,
    'AWS IAM Backdoor Users Keys': 5,
    'AWS New Lambda Layer Attached': 1,
    'AWS RDS Master Password Change': 1,
    'AWS Root Credentials': 664,
    'AWS STS AssumeRole Misuse': 132,
    'AWS STS GetSessionToken Misuse': 1,
    'AWS Snapshot Backup Exfiltration': 3,
    'AWS Successful Console Login Without MFA': 5,
    'AWS Suspicious SAML Activity': 1,
    'AWS User Login Profile Was Modified': 4,
    'AWS VPC Flow Logs Deleted': 1,
    'Ingress/Egress Security Group Modification': 7,
    'Modification or Deletion of an AWS RDS Cluster': 1,
    'New Network ACL Entry Added': 1,
    'Potential Bucket Enumeration on AWS': 24,
    'Potential Malicious Usage of CloudTrail System Manager': 4,
    'RDS Database Security Group Modification': 2,
    'SES Identity Has Been Deleted': 1,
  });
});
