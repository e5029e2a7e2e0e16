import type { EventDetail } from '../contract/api.ts';
import { parseFilter } from '../contract/filter/parse.ts';
import { deliveriesOf, eventHead, hasConflict } from './case/events.ts';
import { fileBytes, recordPlace } from './case/records.ts';
import { proofOf } from './case/verdicts.ts';
import type { CaseSession } from './case-session.ts';
import type { Cases } from './cases.ts';
import type { Selection } from './columns/index.ts';
import type { Handlers } from './dispatcher.ts';
import { recordTextAt } from './ingest/slice-record.ts';
import { latestProgress } from './search/latest-progress.ts';

type EventMethod =
  | 'events.view'
  | 'events.page'
  | 'events.get'
  | 'events.position'
  | 'events.values'
  | 'events.search';

/** What answers the questions about events: sets of them from the columns, a single record from the evidence. */
export function eventHandlers(cases: Cases): Pick<Handlers, EventMethod> {
  return {
    'events.view': async (question, signal) => {
      const session = cases.get(question.case);
      return session.columns.view({ ...question, ...selectionOf(session, question) }, signal);
    },
    'events.page': async (question, signal) => {
      const session = cases.get(question.case);
      return session.columns.page({ ...question, ...selectionOf(session, question) }, signal);
    },
    'events.position': async (question, signal) => {
      const session = cases.get(question.case);
      const selection = selectionOf(session, question);
      return { offset: await session.columns.position({ ...question, ...selection }, signal) };
    },
    'events.search': ({ case: id, filter, withDuplicates }, signal) =>
      latestProgress((onProgress) =>
        cases.get(id).search.decided(parseFilter(filter), withDuplicates, { signal, onProgress }),
      ),
    'events.values': async ({ case: id, field, text, limit }, signal) => [
      ...(await cases.get(id).columns.values(field, text, limit, signal)),
    ],
    'events.get': async ({ case: id, event }) => eventDetail(cases.get(id), event),
  };
}

/** As far as the records have been searched. */
function selectionOf(
  session: CaseSession,
  { filter, withDuplicates }: { readonly filter: string; readonly withDuplicates: boolean },
): Selection {
  return session.search.selection(parseFilter(filter), withDuplicates);
}

function eventDetail({ file: { db } }: CaseSession, event: number): EventDetail {
  const place = recordPlace(db, event);
  const head = eventHead(db, event);
  const deliveries = deliveriesOf(db, event);
  const own = deliveries.find((delivery) => delivery.event === event);
  const { object } = place;
  return {
    row: {
      event,
      timeMs: head?.timeMs ?? null,
      values: [],
      isDuplicate: head?.duplicateOf !== null,
      isConflict: hasConflict(db, event),
    },
    recordJson: recordTextAt(fileBytes(db, place), place.position),
    object: {
      key: object.key,
      source: object.source,
      sha256: Buffer.from(object.sha256 ?? []).toString('hex'),
      sizeBytes: object.sizeBytes,
      status: object.status,
      position: place.position,
      records: object.records,
      deliveredMs: object.deliveredMs,
      proof: proofOf(db, object.id),
    },
    // Stored is how each later delivery compares with the first; two later ones were never compared.
    otherDeliveries: deliveries
      .filter((delivery) => delivery.event !== event)
      .map((delivery, at) => ({
        event: delivery.event,
        objectKey: delivery.objectKey,
        position: delivery.position,
        differs: head?.duplicateOf === null ? delivery.differs : at === 0 ? (own?.differs ?? null) : null,
      })),
  };
}
