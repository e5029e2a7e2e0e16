import { type LosslessJson, textAt } from './lossless-json.ts';

/** What the head of the panel says of a record; null is missing. */
export interface RecordFacts {
  readonly name: string | null;
  readonly service: string | null;
  readonly region: string | null;
  /** The error's code, or a word for a failure without one. */
  readonly error: string | null;
  readonly errorMessage: string | null;
  readonly id: string | null;
}

const serviceSuffix = '.amazonaws.com';

/** Reads them as the engine does; Insight records name the call inside `insightDetails`. */
export function recordFacts(record: LosslessJson): RecordFacts {
  const text = (key: string): string | null =>
    textAt(record, key) ?? textAt(record, 'insightDetails', key) ?? null;
  const source = text('eventSource');
  const errorMessage = textAt(record, 'errorMessage') ?? null;
  const hasFailed = errorMessage !== null || textAt(record, 'responseElements', 'ConsoleLogin') === 'Failure';
  return {
    name: text('eventName'),
    service: source?.endsWith(serviceSuffix) ? source.slice(0, -serviceSuffix.length) : source,
    region: textAt(record, 'awsRegion') ?? null,
    error: text('errorCode') ?? (hasFailed ? 'failed' : null),
    errorMessage,
    id: textAt(record, 'eventID') ?? textAt(record, 'eventId') ?? null,
  };
}
