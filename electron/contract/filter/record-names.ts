/**
 * What stands at the top of a record beside the fields: "CloudTrail record contents", eventVersion 1.11. One such
 * name alone is a path; any other needs quotes, as it is rather a slip of the pen.
 */
const names = [
  'additionalEventData',
  'addendum',
  'annotation',
  'apiVersion',
  'edgeDeviceDetails',
  'errorMessage',
  'eventContext',
  'eventVersion',
  'insightDetails',
  'managementEvent',
  'requestParameters',
  'resources',
  'responseElements',
  'serviceEventDetails',
  'sessionCredentialFromConsole',
  'sharedEventID',
  'summary',
  'timeWindow',
  'tlsDetails',
  'userIdentity',
  'vpcEndpointAccountId',
];

const byLowerCase: ReadonlyMap<string, string> = new Map(names.map((name) => [name.toLowerCase(), name]));

/** CloudTrail's spelling of a key at the top of a record, whatever the case of `spelling`. */
export function recordName(spelling: string): string | undefined {
  return byLowerCase.get(spelling.toLowerCase());
}
