import { plainText } from './plain-text.ts';

/** What an error of the SDK or of the network says, read from an unknown thrown value and free of secrets. */
export interface AwsFailure {
  /** S3's or the system's code: `AccessDenied`, `ECONNRESET`, …; the name of the error where there is none. */
  readonly code: string;
  /** As the service wrote it, on one line. Empty where it may hold what nobody should see. */
  readonly message: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** The bucket's region, where the answer names it. */
  readonly region: string | null;
  readonly storageClass: string | null;
  readonly accessTier: string | null;
  readonly serverTimeMs: number | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  /** The SDK has learned the server's clock from the answer; the next request will be signed by it. */
  readonly isClockLearned: boolean;
}

/** Reads the few harmless fields of an error. S3 echoes session tokens in others (`CanonicalRequest`). */
export function awsFailureOf(error: unknown): AwsFailure {
  const metadata = field(error, '$metadata');
  const headers = field(field(error, '$response'), 'headers');
  const status =
    numberOf(field(metadata, 'httpStatusCode')) ?? numberOf(field(field(error, '$response'), 'statusCode'));
  const retryAfter = numberOf(textOf(field(headers, 'retry-after')));
  return {
    code: codeOf(error),
    message: plainText(textOf(field(error, 'message')) ?? ''),
    status,
    region: textOf(field(headers, 'x-amz-bucket-region')) ?? textOf(field(error, 'Region')),
    storageClass: textOf(field(error, 'StorageClass')),
    accessTier: textOf(field(error, 'AccessTier')),
    serverTimeMs: timeOf(field(error, 'ServerTime')) ?? timeOf(field(headers, 'date')),
    requestId: textOf(field(metadata, 'requestId')),
    retryAfterMs: retryAfter === null ? null : retryAfter * 1000,
    isClockLearned: field(metadata, 'clockSkewCorrected') === true,
  };
}

/** The property of something that is not known to be an object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function codeOf(error: unknown): string {
  const system = textOf(field(error, 'code'));
  const name = textOf(field(error, 'name')) ?? 'Unknown';
  // Network errors are called `Error` and have a code; those of services have it in their name.
  return name === 'Error' || name === 'AggregateError' ? (system ?? codeOfParts(error) ?? name) : name;
}

/** Node tries every address of a host and throws all failures together, without a code on some systems. */
function codeOfParts(error: unknown): string | null {
  const parts = field(error, 'errors');
  return Array.isArray(parts) ? textOf(field(parts[0], 'code')) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function timeOf(value: unknown): number | null {
  if (value instanceof Date) return value.getTime();
  const text = textOf(value);
  if (text === null) return null;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs;
}
