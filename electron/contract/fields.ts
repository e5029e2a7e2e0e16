/**
 * The fields of an event: one table that the parser, the projection, the columns, the view in SQL, the
 * facets and the help page all read.
 *
 * `kind` says how a field is kept:
 * - `term`: one string per event, dictionary-coded, a column in memory. Missing is its own state, never ''.
 * - `terms`: several strings per event (kept as one term, joined by {@link LIST_SEPARATOR}); a condition
 *   holds when any of them meets it, a facet counts each of them.
 * - `time`: epoch milliseconds.
 * - `unique`: nearly one value per event, so no column: answered by the case file (`events` table).
 */
export type FieldKind = 'term' | 'terms' | 'time' | 'unique';

interface FieldInfo {
  readonly kind: FieldKind;
  /** What the page calls it. */
  readonly label: string;
  /** CloudTrail's own names, which the filter takes as well. */
  readonly aliases: readonly string[];
  /** One sentence for completion and help. */
  readonly help: string;
}

/** Joins the values of a `terms` field inside one term (U+001F; an occurrence in log content becomes U+FFFD). */
export const LIST_SEPARATOR = '\u001f';

export const fields = {
  time: {
    kind: 'time',
    label: 'Time',
    aliases: ['eventTime'],
    help: 'When the call was made: a day, an hour, a range 2021-07-28..2021-07-30, or >= a moment.',
  },
  name: { kind: 'term', label: 'Event', aliases: ['eventName'], help: 'The API call, such as PutObject.' },
  source: {
    kind: 'term',
    label: 'Source',
    aliases: ['eventSource'],
    help: 'The service endpoint, such as s3.amazonaws.com.',
  },
  service: {
    kind: 'term',
    label: 'Service',
    aliases: [],
    help: 'The source without .amazonaws.com, such as s3.',
  },
  region: {
    kind: 'term',
    label: 'Region',
    aliases: ['awsRegion'],
    help: 'The region that recorded the call.',
  },
  account: {
    kind: 'term',
    label: 'Account',
    aliases: ['recipientAccountId'],
    help: 'The account whose trail recorded it.',
  },
  actor: {
    kind: 'term',
    label: 'Actor',
    aliases: [],
    help: 'Who acted, in short: user, role / session, root, or service.',
  },
  identity: {
    kind: 'term',
    label: 'Identity',
    aliases: ['userIdentity.arn'],
    help: 'The ARN of the caller.',
  },
  identitytype: {
    kind: 'term',
    label: 'Identity type',
    aliases: ['userIdentity.type'],
    help: 'IAMUser, AssumedRole, Root, AWSService, …',
  },
  user: { kind: 'term', label: 'User', aliases: ['userIdentity.userName'], help: 'The user name.' },
  role: {
    kind: 'term',
    label: 'Role',
    aliases: ['userIdentity.sessionContext.sessionIssuer.userName'],
    help: 'The role behind the session.',
  },
  session: {
    kind: 'term',
    label: 'Session',
    aliases: [],
    help: 'The session name, chosen by whoever assumed the role.',
  },
  key: {
    kind: 'term',
    label: 'Access key',
    aliases: ['userIdentity.accessKeyId'],
    help: 'The access key id: AKIA… long-lived, ASIA… temporary.',
  },
  ip: {
    kind: 'term',
    label: 'Source address',
    aliases: ['sourceIPAddress'],
    help: 'An address, a range like 10.0.0.0/8, or a service name.',
  },
  agent: { kind: 'term', label: 'User agent', aliases: ['userAgent'], help: 'What the caller said it was.' },
  error: {
    kind: 'term',
    label: 'Error',
    aliases: ['errorCode'],
    help: 'The error code; missing when the call succeeded.',
  },
  outcome: { kind: 'term', label: 'Outcome', aliases: [], help: 'success, denied or failed.' },
  readonly: {
    kind: 'term',
    label: 'Read-only',
    aliases: ['readOnly'],
    help: 'true or false, as AWS marked the call.',
  },
  category: {
    kind: 'term',
    label: 'Category',
    aliases: ['eventCategory'],
    help: 'Management, Data, NetworkActivity or Insight.',
  },
  type: {
    kind: 'term',
    label: 'Event type',
    aliases: ['eventType'],
    help: 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, …',
  },
  resource: {
    kind: 'terms',
    label: 'Resource',
    aliases: ['resources.ARN'],
    help: 'What was touched; S3 objects are found by their bucket.',
  },
  mfa: {
    kind: 'term',
    label: 'MFA',
    aliases: ['userIdentity.sessionContext.attributes.mfaAuthenticated'],
    help: 'true or false; missing when the record does not say.',
  },
  vpce: {
    kind: 'term',
    label: 'VPC endpoint',
    aliases: ['vpcEndpointId'],
    help: 'The VPC endpoint it came through.',
  },
  id: { kind: 'unique', label: 'Event id', aliases: ['eventID'], help: 'The id AWS gave the event.' },
  request: {
    kind: 'unique',
    label: 'Request id',
    aliases: ['requestID'],
    help: 'The id AWS gave the request.',
  },
  object: { kind: 'term', label: 'File', aliases: [], help: 'The file that delivered the event.' },
  verdict: {
    kind: 'term',
    label: 'Verdict',
    aliases: [],
    help: 'How far the file that delivered it is proven: proven, altered, unsigned, …; missing before a check.',
  },
} as const satisfies Record<string, FieldInfo>;

export type FieldName = keyof typeof fields;

type FieldOfKind<K extends FieldKind> = {
  [F in FieldName]: (typeof fields)[F]['kind'] extends K ? F : never;
}[FieldName];

/** Fields that are a column of dictionary codes in memory. */
export type ColumnField = FieldOfKind<'term' | 'terms'>;
/** Column fields that follow from the file that delivered the event: from the ledger, and from the check of it. */
type FileField = 'object' | 'verdict';
/** Column fields that the record itself yields. */
export type TermField = Exclude<ColumnField, FileField>;
export type UniqueField = FieldOfKind<'unique'>;

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

function isColumnField(name: FieldName): name is ColumnField {
  return fields[name].kind === 'term' || fields[name].kind === 'terms';
}

export const fieldNames: readonly FieldName[] = Object.keys(fields).filter(isFieldName);
export const columnFields: readonly ColumnField[] = fieldNames.filter(isColumnField);
export const termFields: readonly TermField[] = columnFields.filter(
  (field): field is TermField => field !== 'object' && field !== 'verdict',
);

const byLowerCaseName: ReadonlyMap<string, FieldName> = new Map(
  fieldNames.flatMap((name) =>
    [name, ...fields[name].aliases].map((spelling) => [spelling.toLowerCase(), name] as const),
  ),
);

/** The field that a person meant by a short name or by CloudTrail's own name, whatever its case. */
export function fieldByName(spelling: string): FieldName | undefined {
  return byLowerCaseName.get(spelling.toLowerCase());
}
