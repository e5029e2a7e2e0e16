import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { CheckedSignature } from './check-signatures.ts';
import type { DigestFile } from './digest-file.ts';
import type { LogObject } from './evidence.ts';
import type { HashedRange, HashReply, LogColumns } from './hash-protocol.ts';

/** A digest file, and what of its signatures was checked already. */
export interface CheckedDigest {
  readonly file: DigestFile;
  readonly checks: readonly CheckedSignature[];
}

/** What the hashing threads found, in the order of import. */
export class HashedFiles {
  readonly #digests: CheckedDigest[] = [];
  readonly #logs: LogObject[] = [];
  bytes = 0;

  add({ logs, digests, checks, bytes }: HashedRange): void {
    for (const log of logsIn(logs)) this.#logs.push(log);
    for (const [at, file] of digests.entries()) this.#digests.push({ file, checks: checks[at] ?? [] });
    this.bytes += bytes;
  }

  get logCount(): number {
    return this.#logs.length;
  }

  digests(): readonly CheckedDigest[] {
    return this.#digests.sort((a, b) => a.file.id - b.file.id);
  }

  logs(): readonly LogObject[] {
    return this.#logs.sort((a, b) => a.id - b.id);
  }
}

function* logsIn(columns: LogColumns): Generator<LogObject, void, undefined> {
  const { ids, keys, hashes, problems, times, placeOf, places } = columns;
  for (const [at, id] of ids.entries()) {
    const place = places[placeOf[at] ?? 0];
    if (place === undefined) continue;
    const { bucket, account, region } = place;
    const key = keys[at] ?? '';
    const timeMs = times[at] ?? null;
    yield {
      id,
      bucket,
      key,
      account,
      region,
      timeMs,
      sha256: hashes[at] ?? null,
      problem: problems[at] ?? null,
    };
  }
}

/**
 * Takes what hashing threads send until all of them are done.
 *
 * @param onProgress is called for every range
 * @throws AppError what a thread failed with; the signal's reason
 */
export async function collectHashed(
  ports: readonly MessagePort[],
  signal: AbortSignal,
  onProgress: (found: HashedFiles) => void,
): Promise<HashedFiles> {
  const found = new HashedFiles();
  const take = (port: MessagePort): Promise<void> =>
    new Promise((resolve, reject) => {
      port.on('message', (reply: HashReply) => {
        if (reply.kind === 'done') return resolve();
        if (reply.kind === 'failed') return reject(AppError.fromShape(reply.error));
        found.add(reply);
        onProgress(found);
      });
      // A thread that died says nothing: who started it knows, and aborts.
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  signal.throwIfAborted();
  await Promise.all(ports.map(take));
  return found;
}
