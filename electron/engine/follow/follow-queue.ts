import { setTimeout as pause } from 'node:timers/promises';
import type { BucketPlace } from '../../contract/s3.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import { concerns, readNotification } from './notification.ts';
import { hiddenSeconds, type Queue, type Received } from './queue.ts';

export interface FollowQueue {
  readonly queue: Queue;
  readonly place: Pick<BucketPlace, 'bucket' | 'prefix'>;
  /** Brings objects into the case; says which of them are not in it afterwards. */
  readonly bring: (keys: readonly string[]) => Promise<{ readonly notInCase: ReadonlySet<string> }>;
  /** What happens, in a sentence. */
  readonly onNews: (sentence: string | null) => void;
  readonly signal: AbortSignal;
  /** For tests: how long to wait when the network is gone, first and at most. */
  readonly waitsMs?: { readonly first: number; readonly most: number };
}

/** Messages of some rounds are brought together: each bringing is a sync of its own. */
const mostKeys = 1000;
/** A message that came so often says something that cannot be brought. */
const manyTimes = 5;
const usualWaitsMs = { first: 1000, most: 60_000 };

/**
 * Follows the notifications of a trail until it is cancelled. A message is deleted only after every object that it
 * names is in the case; any other message is left, for the queue's own policy to move away.
 *
 * @throws BucketError when the queue cannot be read for good
 */
export async function followQueue(options: FollowQueue): Promise<void> {
  const { queue, signal, onNews, waitsMs = usualWaitsMs } = options;
  let waitMs = waitsMs.first;
  while (!signal.aborted) {
    try {
      onNews('Waiting for notifications.');
      const messages = await receiveSome(queue, signal);
      waitMs = waitsMs.first;
      if (messages.length > 0) await bringAll(messages, options);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof BucketError) || error.fault !== 'network') throw error;
      onNews(`${error.message} Trying again in ${Math.ceil(waitMs / 1000)} s.`);
      await pause(waitMs, undefined, { signal }).catch(() => {
        // Cancelled: the loop ends.
      });
      waitMs = Math.min(waitsMs.most, waitMs * 2);
    }
  }
}

/** Waits for the first messages, and takes what else lies there. */
async function receiveSome(queue: Queue, signal: AbortSignal): Promise<Received[]> {
  const messages: Received[] = [];
  const keys = (): number => messages.reduce((sum, { body }) => sum + keyCount(body), 0);
  do {
    const more = await queue.receive(signal);
    messages.push(...more);
    // A page that is not full is the last for now: asking again would wait for the next delivery.
    if (more.length < 10) break;
  } while (keys() < mostKeys);
  return messages;
}

function keyCount(body: string): number {
  const notification = readNotification(body);
  return notification.kind === 'objects' ? notification.objects.length : 0;
}

async function bringAll(
  messages: readonly Received[],
  { queue, place, bring, onNews }: FollowQueue,
): Promise<void> {
  const ended: Received[] = [];
  const wanted = new Map<Received, readonly string[]>();
  for (const message of messages) {
    const notification = readNotification(message.body);
    if (notification.kind === 'setup') ended.push(message);
    else if (notification.kind === 'foreign') onNews(leftWords(message, notification.reason));
    else {
      const { objects } = notification;
      const elsewhere = objects.find((object) => !concerns(place, object));
      if (elsewhere === undefined)
        wanted.set(
          message,
          objects.map(({ key }) => key),
        );
      else onNews(leftWords(message, 'It names an object of another bucket or prefix.'));
    }
  }
  const keys = [...new Set([...wanted.values()].flat())];
  if (keys.length > 0) {
    onNews(`Bringing ${keys.length} files that notifications name.`);
    const { notInCase } = await whileHidden(queue, [...wanted.keys()], () => bring(keys));
    for (const [message, named] of wanted) {
      if (!named.some((key) => notInCase.has(key))) ended.push(message);
      else if (message.count >= manyTimes)
        onNews(leftWords(message, 'Its files cannot be had; the ledger says why.'));
    }
  }
  if (ended.length > 0) await queue.delete(ended);
}

function leftWords({ id, count }: Received, reason: string): string {
  const often = count >= manyTimes ? ` It came ${count} times.` : '';
  return `Message ${id.replace(/[^\w-]/g, '').slice(0, 40)} is left in the queue. ${reason}${often}`;
}

/** Keeps messages hidden from other readers as long as a task takes. */
async function whileHidden<T>(
  queue: Queue,
  messages: readonly Received[],
  task: () => Promise<T>,
): Promise<T> {
  let failure: unknown;
  const renewing = setInterval(
    () => {
      queue.keep(messages, hiddenSeconds).catch((error: unknown) => {
        // They come again then, and are found in the case: nothing is lost. The next request tells of the fault.
        failure = error;
      });
    },
    (hiddenSeconds * 1000) / 2,
  );
  try {
    const result = await task();
    if (failure instanceof BucketError && failure.fault === 'signIn') throw failure;
    return result;
  } finally {
    clearInterval(renewing);
  }
}
