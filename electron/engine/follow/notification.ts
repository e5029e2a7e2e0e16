import { z } from 'zod';
import type { BucketPlace } from '../../contract/s3.ts';
import { folderPrefix } from '../sources/s3/layout.ts';

export interface NamedObject {
  readonly bucket: string;
  readonly key: string;
}

/** What a message of a queue says. */
export type Notification =
  | { readonly kind: 'objects'; readonly objects: readonly NamedObject[] }
  /** Sent when the queue or the topic was set up: of no further use. */
  | { readonly kind: 'setup' }
  /** Something else, or nothing that can be read. */
  | { readonly kind: 'foreign'; readonly reason: string };

/** A message of SQS has at most 1 MiB. */
const maxCharacters = 1024 * 1024;
const maxObjects = 10_000;
/** Keys of S3 have at most 1,024 bytes of UTF-8. With half a character in it no request can be made at all. */
const key = z
  .string()
  .min(1)
  .max(1024)
  .refine((name) => Buffer.byteLength(name) <= 1024 && !/\p{Cs}/u.test(name));
const bucket = z.string().min(3).max(63);

/** What SNS wraps around a message, unless raw delivery is on. */
const envelope = z.object({ Type: z.string(), Message: z.string() });
/** CloudTrail's own notification names its files in a list. */
const trail = z.object({ s3Bucket: bucket, s3ObjectKey: z.array(key).max(maxObjects) });
const bucketEvents = z.object({
  Records: z
    .array(
      z.object({
        eventName: z.string(),
        s3: z.object({ bucket: z.object({ name: bucket }), object: z.object({ key: z.string().max(4096) }) }),
      }),
    )
    .max(maxObjects),
});
const eventBridge = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  detail: z.object({ bucket: z.object({ name: bucket }), object: z.object({ key }) }),
});
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });

/**
 * Reads a message that follows a trail (cloudtrail.md d6): CloudTrail's list of keys or the bucket's own events,
 * wrapped by SNS or raw, or an event of EventBridge. The keys are data: they lead to objects of S3 and nowhere else.
 */
export function readNotification(body: string): Notification {
  if (body.length > maxCharacters) return foreign('It is longer than a message of a queue can be.');
  const outer = parsed(body);
  const wrapped = envelope.safeParse(outer);
  if (!wrapped.success) return inner(outer, body);
  if (wrapped.data.Type === 'SubscriptionConfirmation')
    return foreign('It asks to confirm a subscription of the queue to its topic.');
  return inner(parsed(wrapped.data.Message), wrapped.data.Message);
}

function inner(message: unknown, text: string): Notification {
  if (/^\s*"?CloudTrail validation message\.?"?\s*$/.test(text) || testEvent.safeParse(message).success)
    return { kind: 'setup' };
  const fromTrail = trail.safeParse(message);
  if (fromTrail.success) {
    const { s3Bucket, s3ObjectKey } = fromTrail.data;
    return namedObjects(s3ObjectKey.map((name) => ({ bucket: s3Bucket, key: name })));
  }
  const fromBucket = bucketEvents.safeParse(message);
  if (fromBucket.success) return objectsOf(fromBucket.data.Records);
  const fromBridge = eventBridge.safeParse(message);
  if (fromBridge.success && fromBridge.data['detail-type'] === 'Object Created') {
    const { detail } = fromBridge.data;
    return { kind: 'objects', objects: [{ bucket: detail.bucket.name, key: detail.object.key }] };
  }
  return foreign('It is no notification of a trail or a bucket.');
}

function objectsOf(records: z.infer<typeof bucketEvents>['Records']): Notification {
  const objects: NamedObject[] = [];
  for (const { eventName, s3 } of records) {
    // What was removed or restored is nothing to bring.
    if (!/^(?:s3:)?ObjectCreated:/.test(eventName)) continue;
    const name = decodedKey(s3.object.key);
    if (name === null) return foreign('It names a key that cannot be read.');
    objects.push({ bucket: s3.bucket.name, key: name });
  }
  return namedObjects(objects);
}

function namedObjects(objects: readonly NamedObject[]): Notification {
  return objects.length === 0
    ? foreign('It tells of no object that was created.')
    : { kind: 'objects', objects };
}

/** Events of a bucket write keys as a form does: `+` for a blank. */
function decodedKey(encoded: string): string | null {
  try {
    const name = decodeURIComponent(encoded.replaceAll('+', ' '));
    return key.safeParse(name).success ? name : null;
  } catch {
    // A % that stands for nothing.
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Plain text is a form of its own: the set-up message.
    return null;
  }
}

function foreign(reason: string): Notification {
  return { kind: 'foreign', reason };
}

/** Whether an object is of the followed source, whose prefix is a folder as it is to a sync. */
export function concerns(place: Pick<BucketPlace, 'bucket' | 'prefix'>, object: NamedObject): boolean {
  return object.bucket === place.bucket && object.key.startsWith(folderPrefix(place.prefix));
}
