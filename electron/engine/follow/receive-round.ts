import type { BucketPlace } from '../../contract/s3.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import { plainText } from '../sources/s3/plain-text.ts';
import { concerns, readNotification } from './notification.ts';
import { mostAtOnce, type Queue, type Received } from './queue.ts';

/** A message, and what is to be done about it. */
export interface Task {
  readonly message: Received;
  /** What it names of the followed source. */
  readonly keys: readonly string[];
  /** Why it stays in the queue whatever becomes of its keys; null: it is deleted when they are in the case. */
  readonly reason: string | null;
}

/** Messages of some pages are brought together, for each bringing is a sync of its own; then the rest must wait. */
const mostKeys = 1000;
const mostMessages = 500;

/**
 * Waits for the first messages, and takes what else lies there.
 *
 * @throws BucketError; the signal's reason
 */
export async function receiveRound(
  queue: Queue,
  place: Pick<BucketPlace, 'bucket' | 'prefix'>,
  signal: AbortSignal,
): Promise<Task[]> {
  const tasks: Task[] = [];
  let keys = 0;
  let page = await queue.receive(signal);
  for (;;) {
    for (const message of page) {
      const task = taskOf(message, place);
      keys += task.keys.length;
      tasks.push(task);
    }
    if (page.length < mostAtOnce || keys >= mostKeys || tasks.length >= mostMessages) return tasks;
    try {
      page = await queue.receive(signal, 'atOnce');
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BucketError && error.fault === 'network') return tasks;
      throw error;
    }
  }
}

function taskOf(message: Received, place: Pick<BucketPlace, 'bucket' | 'prefix'>): Task {
  const notification = readNotification(message.body);
  switch (notification.kind) {
    case 'setup':
      return { message, keys: [], reason: null };
    case 'foreign':
      return { message, keys: [], reason: notification.reason };
    case 'objects': {
      const { objects } = notification;
      const keys = objects.filter((object) => concerns(place, object)).map(({ key }) => key);
      const other = objects.find((object) => !concerns(place, object));
      const reason =
        other === undefined
          ? null
          : `It names what is not followed here: “${plainText(other.key)}” in the bucket ${plainText(other.bucket)}.`;
      return { message, keys, reason };
    }
  }
}
