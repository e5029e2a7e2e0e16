import { followQueue } from '../../../electron/engine/follow/follow-queue.ts';
import { openQueue } from '../../../electron/engine/follow/queue.ts';
import { reader } from '../s3/place.ts';

/** Follows the queue argv[2], says so when it brings something, and never ends bringing it. */
const [url = ''] = process.argv.slice(2);
await followQueue({
  queue: openQueue({ url, credentials: () => Promise.resolve(reader), caPem: null }),
  place: { bucket: 'trail-bucket', prefix: '' },
  bring: (keys) => {
    process.stdout.write(`${keys.length}\n`);
    return new Promise(() => undefined);
  },
  onNews: () => undefined,
  signal: new AbortController().signal,
});
