import type { BucketPlace } from '../../contract/s3.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import { Wake } from '../wake.ts';
import { LeftMessages, manyTimes } from './left-messages.ts';
import { hiddenSeconds, type Queue, type Received } from './queue.ts';
import { receiveRound } from './receive-round.ts';

export interface FollowQueue {
  readonly queue: Queue;
  readonly place: Pick<BucketPlace, 'bucket' | 'prefix'>;
  /**
   * Brings objects into the case; says which of them are not in it afterwards. Is told of cancelling by whoever
   * made it, and then ends at once.
   */
  readonly bring: (keys: readonly string[]) => Promise<{ readonly notInCase: ReadonlySet<string> }>;
  /** What happens, in a sentence. */
  readonly onNews: (sentence: string | null) => void;
  readonly signal: AbortSignal;
  /** Ends the wait for a network that is gone. */
  readonly wake?: Wake;
  /** For tests: how long to wait when the network is gone, first and at most. */
  readonly waitsMs?: { readonly first: number; readonly most: number };
}

const usualWaitsMs = { first: 1000, most: 60_000 };

/**
 * Follows the notifications of a trail until it is cancelled. A message is deleted only after every object that it
 * names is in the case; any other message is left, for the queue's own policy to move away.
 *
 * @throws BucketError when the queue cannot be read for good
 */
export async function followQueue(options: FollowQueue): Promise<void> {
  const { queue, signal, onNews, waitsMs = usualWaitsMs, wake = new Wake() } = options;
  const left = new LeftMessages();
  let waitMs = waitsMs.first;
  while (!signal.aborted) {
    try {
      onNews(left.after('Waiting for notifications.'));
      const messages = await receiveRound(queue, options.place, signal);
      waitMs = waitsMs.first;
      await bringAll(messages, left, options);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof BucketError) || error.fault !== 'network') throw error;
      onNews(`${error.message} Trying again in ${Math.ceil(waitMs / 1000)} s.`);
      // Cancelled: the loop ends.
      const isEarly = await wake.pause(waitMs, signal).catch(() => false);
      waitMs = isEarly ? waitsMs.first : Math.min(waitsMs.most, waitMs * 2);
    }
  }
}

type Round = Awaited<ReturnType<typeof receiveRound>>;

async function bringAll(
  round: Round,
  left: LeftMessages,
  { queue, bring, onNews, signal }: FollowQueue,
): Promise<void> {
  const leave = (message: Received, reason: string): void => {
    const sentence = left.add(message, reason);
    if (sentence !== null) onNews(sentence);
  };
  for (const { message, reason } of round) if (reason !== null) leave(message, reason);
  const naming = round.filter(({ keys }) => keys.length > 0);
  const wanted = [...new Set(naming.flatMap(({ keys }) => keys))];
  let notInCase: ReadonlySet<string> = new Set();
  if (wanted.length > 0) {
    onNews(`Bringing ${wanted.length} ${wanted.length === 1 ? 'file' : 'files'} that notifications name.`);
    const hidden = naming.map(({ message }) => message);
    ({ notInCase } = await whileHidden(queue, hidden, onNews, () => bring(wanted)));
  }
  // Once it is cancelled nothing waits for the queue: its messages come again, and their files are in the case then.
  if (signal.aborted) return;
  const ended: Received[] = [];
  for (const { message, keys, reason } of round) {
    if (reason !== null) continue;
    if (!keys.some((key) => notInCase.has(key))) ended.push(message);
    else if (message.count >= manyTimes) leave(message, 'Its files cannot be had; the ledger says why.');
  }
  for (const message of ended) left.forget(message);
  if (ended.length > 0) await queue.delete(ended, signal);
}

/** Keeps messages hidden from other readers as long as a task takes. */
async function whileHidden<T>(
  queue: Queue,
  messages: readonly Received[],
  onNews: (sentence: string) => void,
  task: () => Promise<T>,
): Promise<T> {
  const renew = (): void => {
    queue.keep(messages, hiddenSeconds).catch((error: unknown) => {
      // They come again then, and are found in the case: nothing is lost.
      onNews(error instanceof Error ? error.message : String(error));
    });
  };
  const renewing = setInterval(renew, (hiddenSeconds * 1000) / 2);
  try {
    return await task();
  } finally {
    clearInterval(renewing);
  }
}
