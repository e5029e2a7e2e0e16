import type { LoggableAnswer, LoggableQuestion, LoggingEvidence } from '../../contract/integrity.ts';
import { matchesSelectors } from '../../contract/selectors/match.ts';
import { cleanText } from '../../contract/selectors/refuse.ts';
import type { Database } from '../case/driver.ts';
import { numberAt } from '../case/row.ts';
import { type EventKind, eventKind } from './event-kind.ts';
import { type LoggingPlace, statesAt, told } from './logging-at.ts';
import type { TrailState } from './trail-state.ts';

const halfHourMs = 30 * 60_000;
const limit = 'Of trails that the case knows nothing of, nothing can be said.';

/**
 * Whether a call would have been recorded, by any trail that the case knows of. Never more certain than what the case
 * has: a trail that nobody tells of could have recorded it, and then the answer is still about those that are known.
 */
export function couldBeLogged(db: Database, question: LoggableQuestion): LoggableAnswer {
  const source = question.source.includes('.') ? question.source : `${question.source}.amazonaws.com`;
  const kind = eventKind(source, question.name);
  const call = callOf({ ...question, source }, kind);
  const { states, isCutShort } = statesAt(db, question);
  const answers = states.map((state) => ({ state, answer: answerOf(state, call, kind, question) }));
  const what = `${cleanText(question.name, 100)} of ${cleanText(source, 100)}`;
  const delivered = deliveredAround(db, question);
  const trails = states.map(told);
  const evidence = (list: readonly { readonly state: TrailState }[]): LoggingEvidence[] => [
    ...list.flatMap(({ state }) => state.evidence),
    ...(delivered === null ? [] : [delivered]),
  ];
  const yes = answers.filter(({ answer }) => answer === 'yes');
  if (yes.length > 0) {
    const names = yes.map(({ state }) => state.trail.name).join(', ');
    const sentence = `${what} ${kindWords(kind)}: ${names} was logging and selects it, so a call would have been recorded.`;
    return { answer: 'yes', sentence, evidence: evidence(yes), trails };
  }
  const open = answers.filter(({ answer }) => answer === 'unknown');
  if (open.length > 0 || answers.length === 0 || isCutShort || kind.category === null) {
    const why = whyUnknown(open, answers.length, isCutShort, kind, call.onOther !== null);
    return { answer: 'unknown', sentence: `${what}: ${why}`, evidence: evidence(answers), trails };
  }
  const sentence = `${what} ${kindWords(kind)}: no trail that the case knows of was logging and selects it. ${limit}`;
  return { answer: 'no', sentence, evidence: evidence(answers), trails };
}

function answerOf(
  state: TrailState,
  call: Call,
  { category }: EventKind,
  place: LoggingPlace,
): LoggableAnswer['answer'] {
  if (state.exists === false || state.isLogging === false) return 'no';
  // Before anything else is asked: what it selects may rule the call out, whether it was logging or not.
  if (state.selectors !== null && category !== null && !matchesSelectors(state.selectors, call.record))
    return 'no';
  const isKnown = state.isLogging === true && state.selectors !== null && category !== null;
  if (!isKnown || !recordsPlace(state, place)) return 'unknown';
  return call.onOther === null || matchesSelectors(state.selectors, call.onOther) ? 'yes' : 'unknown';
}

/** Its own account and region are recorded, whatever else is. */
function recordsPlace(
  { trail, isMultiRegion, isOrganization }: TrailState,
  { account, region }: LoggingPlace,
) {
  const isAccounts = trail.account === account || isOrganization === true;
  return isAccounts && (trail.homeRegion === region || isMultiRegion === true);
}

function whyUnknown(
  open: readonly { readonly state: TrailState }[],
  trails: number,
  isCutShort: boolean,
  { category }: EventKind,
  isForSome: boolean,
): string {
  if (trails === 0)
    return 'the case knows of no trail for this account and region. Sync it with permission to describe trails, or import what the AWS CLI prints of them.';
  if (isCutShort) return 'the case has more changes of trails than Spoor reads.';
  if (category === null)
    return 'some calls of this service are data events, which trails record only when they are told to; which ones, Spoor does not know.';
  const [first] = open;
  const name = first?.state.trail.name ?? 'a trail';
  if (first?.state.isLogging === null) return `it is not known whether ${name} was logging at that time.`;
  if (first !== undefined && isForSome)
    return `${name} selects it for some resources only: name the bucket, function or table.`;
  if (first?.state.selectors === null) return `it is not known what ${name} selected at that time.`;
  return `it is not known whether ${name} records this account and region.`;
}

function kindWords({ category }: EventKind): string {
  return category === 'Data' ? 'is a data event' : 'is a management event';
}

/** The call as a record of it would be, as far as selectors ask. */
interface Call {
  readonly record: unknown;
  /** Of a data event without a resource: the same on one that no selector names, so that only “all” selects it. */
  readonly onOther: unknown;
}

function callOf(question: LoggableQuestion, kind: EventKind): Call {
  const record = recordOf(question, kind);
  const isOpen = kind.resourceType !== null && question.resource === null;
  return { record, onOther: isOpen ? recordOf({ ...question, resource: 'spoor-any' }, kind) : null };
}

function recordOf({ source, name, resource, account, region }: LoggableQuestion, kind: EventKind) {
  const { category, resourceType, isReadOnly } = kind;
  return {
    eventSource: source,
    eventName: name,
    eventType: 'AwsApiCall',
    eventCategory: category ?? undefined,
    managementEvent: category === 'Management',
    readOnly: isReadOnly,
    awsRegion: region,
    recipientAccountId: account,
    userIdentity: null,
    ...(resource === null || resourceType === null
      ? {}
      : { resources: [{ type: resourceType, ...arnOf(resource, resourceType, account, region) }] }),
  };
}

/** A bucket's name stands for every object in it. */
function arnOf(resource: string, type: string, account: string, region: string) {
  if (type === 'AWS::S3::Object') {
    const path = resource.startsWith('arn:') ? resource : `arn:aws:s3:::${resource}`;
    return /:::[^/]+\/./.test(path) ? { ARN: path } : { ARNPrefix: `${path.replace(/\/$/, '')}/` };
  }
  if (resource.startsWith('arn:')) return { ARN: resource };
  const kinds: Readonly<Record<string, string>> = {
    'AWS::Lambda::Function': `arn:aws:lambda:${region}:${account}:function:${resource}`,
    'AWS::DynamoDB::Table': `arn:aws:dynamodb:${region}:${account}:table/${resource}`,
    'AWS::SQS::Queue': `arn:aws:sqs:${region}:${account}:${resource}`,
    'AWS::SNS::Topic': `arn:aws:sns:${region}:${account}:${resource}`,
  };
  return { ARN: kinds[type] ?? resource };
}

/** Log files of the account and region around the time show that some trail was logging, not which. */
function deliveredAround(db: Database, { account, region, atMs }: LoggableQuestion): LoggingEvidence | null {
  const row = db.get(
    `SELECT count(*) AS files, min(delivered_ms) AS first FROM objects
    WHERE account = ? AND region = ? AND delivered_ms BETWEEN ? AND ? AND trail_kind = 'CloudTrail'`,
    account,
    region,
    atMs - halfHourMs,
    atMs + halfHourMs,
  );
  const files = row === undefined ? 0 : numberAt(row, 'files');
  if (row === undefined || files === 0) return null;
  const many = files === 1 ? '1 log file' : `${files} log files`;
  return {
    sentence: `${many} of this account and region were delivered within half an hour: some trail was logging.`,
    event: null,
    atMs: numberAt(row, 'first'),
  };
}
