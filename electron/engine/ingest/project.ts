import { identityOf } from './actor.ts';
import type { ProjectedEvent } from './event-batch.ts';
import { eventTimeMs } from './event-time.ts';
import { isObject, type JsonObject } from './json.ts';
import { outcomeOf } from './outcome.ts';
import { perField } from './per-field.ts';
import { resourceOf } from './resource.ts';
import type { KeyFacts } from './s3-key.ts';
import { textOf } from './text-of.ts';

/** An event to be filled by {@link project}; one is enough for any number of records. */
export function emptyEvent(): ProjectedEvent {
  return { timeMs: null, id: null, request: null, terms: perField<string | null>(() => null) };
}

const nothing: JsonObject = {};
const serviceSuffix = '.amazonaws.com';

/**
 * Reads the fields of an event from a record. Takes any JSON and never throws: what is missing or of another
 * type than CloudTrail writes is missing in the event too.
 *
 * Insight records name the call they are about inside `insightDetails`; aggregated records (of five minutes of
 * calls) are events at the start of their window, with `eventId` and `accountId` for the usual names.
 */
export function project(
  record: JsonObject,
  key: Pick<KeyFacts, 'account' | 'region'>,
  event: ProjectedEvent,
): void {
  const identity = identityOf(record.userIdentity);
  const insight = isObject(record.insightDetails) ? record.insightDetails : nothing;
  const window = isObject(record.timeWindow) ? record.timeWindow : nothing;
  const error = textOf(record.errorCode) ?? textOf(insight.errorCode);
  const source = textOf(record.eventSource) ?? textOf(insight.eventSource);
  const { terms } = event;

  event.timeMs = eventTimeMs(record.eventTime) ?? eventTimeMs(window.windowStart);
  event.id = textOf(record.eventID) ?? textOf(record.eventId);
  event.request = textOf(record.requestID);
  terms.name = textOf(record.eventName) ?? textOf(insight.eventName);
  terms.source = source;
  terms.service = source?.endsWith(serviceSuffix) ? source.slice(0, -serviceSuffix.length) || null : source;
  terms.region = textOf(record.awsRegion) ?? key.region;
  terms.account =
    textOf(record.recipientAccountId) ??
    identity.account ??
    identity.issuerAccount ??
    textOf(record.accountId) ??
    key.account;
  terms.actor = identity.actor;
  terms.identity = identity.identity;
  terms.identitytype = identity.identitytype;
  terms.user = identity.user;
  terms.role = identity.role;
  terms.session = identity.session;
  terms.key = identity.key;
  terms.ip = textOf(record.sourceIPAddress);
  terms.agent = textOf(record.userAgent);
  terms.error = error;
  terms.outcome = outcomeOf(record, error, textOf(record.errorMessage));
  terms.readonly = textOf(record.readOnly)?.toLowerCase() ?? null;
  terms.category = textOf(record.eventCategory);
  terms.type = textOf(record.eventType);
  terms.resource = resourceOf(record);
  terms.mfa = identity.mfa;
  terms.vpce = textOf(record.vpcEndpointId);
}
