import { LIST_SEPARATOR } from '../../contract/fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { textOf } from './text-of.ts';

/** An event that names thousands of resources is found by the first of them, and by raw search. */
const maxResources = 50;

/** Parameters that name what a call is about, when the record has no `resources`. Most telling first. */
const names = [
  'bucketName',
  'roleArn',
  'roleName',
  'userName',
  'groupName',
  'policyArn',
  'instanceProfileName',
  'functionName',
  'tableName',
  'keyId',
  'secretId',
  'secretArn',
  'instanceId',
  'groupId',
  'volumeId',
  'snapshotId',
  'imageId',
  'vpcId',
  'subnetId',
  'trailName',
  'topicArn',
  'queueUrl',
  'stackName',
  'clusterName',
  'cluster',
  'dBInstanceIdentifier',
  'dBClusterIdentifier',
  'logGroupName',
  'repositoryName',
  'hostedZoneId',
  'distributionId',
  'restApiId',
  'detectorId',
  'stateMachineArn',
  'resourceArn',
  'accessKeyId',
] as const;

/** CloudTrail's own API calls its trail `name`, which elsewhere can be anything. */
const trailCalls = /Trail|Logging$|EventSelectors$|InsightSelectors$/;

/**
 * What was touched, joined by {@link LIST_SEPARATOR}; null when the record does not say.
 *
 * ARNs of S3 objects are coarsened to their bucket: a trail of S3 data events has millions of them, and a column
 * is a dictionary.
 */
export function resourceOf(record: JsonObject): string | null {
  const found: string[] = [];
  const resources = record.resources;
  if (Array.isArray(resources)) {
    for (const resource of resources) add(found, nameOf(resource));
  }
  if (found.length === 0 && isObject(record.requestParameters))
    fromParameters(record, record.requestParameters, found);
  return found.length === 0 ? null : found.join(LIST_SEPARATOR);
}

function nameOf(resource: unknown): string | null {
  if (!isObject(resource)) return textOf(resource);
  return (
    textOf(resource.ARN) ??
    textOf(resource.arn) ??
    textOf(resource.ARNPrefix) ??
    textOf(resource.resourceName) ??
    textOf(resource.name)
  );
}

function fromParameters(record: JsonObject, parameters: JsonObject, found: string[]): void {
  for (const name of names) {
    const value = parameters[name];
    if (value !== undefined) add(found, textOf(value));
  }
  const instances = parameters.instancesSet;
  if (isObject(instances) && Array.isArray(instances.items)) {
    for (const item of instances.items) if (isObject(item)) add(found, textOf(item.instanceId));
  }
  const instanceIds = parameters.instanceIds;
  if (Array.isArray(instanceIds)) for (const id of instanceIds) add(found, textOf(id));
  if (record.eventSource === 'cloudtrail.amazonaws.com' && trailCalls.test(textOf(record.eventName) ?? '')) {
    add(found, textOf(parameters.name));
  }
}

function add(found: string[], name: string | null): void {
  if (name === null || found.length === maxResources) return;
  const coarse = coarsened(name.includes(LIST_SEPARATOR) ? name.replaceAll(LIST_SEPARATOR, '\ufffd') : name);
  if (!found.includes(coarse)) found.push(coarse);
}

/** `arn:aws:s3:::bucket/key` → `arn:aws:s3:::bucket`; access points and other services stay as they are. */
function coarsened(arn: string): string {
  if (!arn.startsWith('arn:')) return arn;
  const third = arn.indexOf(':', arn.indexOf(':', 4) + 1);
  if (third < 0 || !arn.startsWith(':s3:::', third - 3)) return arn;
  const slash = arn.indexOf('/', third);
  return slash < 0 ? arn : arn.slice(0, slash);
}
