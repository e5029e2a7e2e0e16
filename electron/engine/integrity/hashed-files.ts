import type { MessagePort } from 'node:worker_threads';
import type { LogObject } from './evidence.ts';
import { type CheckedDigest, type HashReply, logsIn } from './hash-protocol.ts';

/** What hashing threads send: first all digests, then the log files. Listens from the beginning, and keeps what comes. */
export class HashedFiles {
  readonly #ports: readonly MessagePort[];
  readonly #signal: AbortSignal;
  readonly #digests: CheckedDigest[] = [];
  #waiting: LogObject[] = [];
  #takeLog: ((log: LogObject) => void) | null = null;
  readonly #allDigests: Promise<void>;
  readonly #all: Promise<void>;
  logCount = 0;
  bytes = 0;

  /** @param onProgress is called for every range */
  constructor(ports: readonly MessagePort[], signal: AbortSignal, onProgress: (found: HashedFiles) => void) {
    this.#ports = ports;
    this.#signal = signal;
    this.#allDigests = this.#each('digestsDone');
    this.#all = this.#each('done');
    for (const port of ports) {
      port.on('message', (reply: HashReply) => {
        this.#take(reply);
        onProgress(this);
      });
    }
  }

  /** In the order of import. @throws the signal's reason */
  async digests(): Promise<readonly CheckedDigest[]> {
    await this.#allDigests;
    return this.#digests.sort((a, b) => a.file.id - b.file.id);
  }

  /** Hands every log file to `take`, in no order. @throws as {@link digests} */
  async eachLog(take: (log: LogObject) => void): Promise<void> {
    for (const log of this.#waiting) take(log);
    this.#waiting = [];
    this.#takeLog = take;
    await this.#all;
  }

  #take(reply: HashReply): void {
    if (reply.kind === 'digests') {
      for (const digest of reply.digests) this.#digests.push(digest);
      this.bytes += reply.bytes;
    } else if (reply.kind === 'logs') {
      for (const log of logsIn(reply.logs)) {
        if (this.#takeLog === null) this.#waiting.push(log);
        else this.#takeLog(log);
      }
      this.logCount += reply.logs.ids.length;
      this.bytes += reply.bytes;
    }
  }

  /** Settles when each thread has said it. */
  #each(kind: HashReply['kind']): Promise<void> {
    const heard = this.#ports.map(
      (port) =>
        new Promise<void>((resolve, reject) => {
          port.on('message', (reply: HashReply) => {
            if (reply.kind === kind) resolve();
          });
          // A thread that failed says nothing here: who gave it its part knows, and aborts.
          this.#signal.addEventListener('abort', () => reject(this.#signal.reason), { once: true });
          if (this.#signal.aborted) reject(this.#signal.reason);
        }),
    );
    const all = Promise.all(heard).then(() => undefined);
    all.catch(() => {
      // Whoever waits for it is told; it may fail before anyone does.
    });
    return all;
  }
}
