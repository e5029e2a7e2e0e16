import { Readable } from 'node:stream';
import { field } from './aws-failure.ts';

/** Bytes that came, and are not what was promised. */
export class UnfitBody extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitBody';
  }
}

/** An answer had begun, and the connection broke off in the middle of it. */
export class CutBody extends Error {
  /** As of any connection that breaks off: it is worth another try. */
  readonly code = 'ECONNRESET';
}

export interface BodyPromise {
  /** Of the listing. The body is read into memory of exactly this size. */
  readonly sizeBytes: number;
  /** So long the body may stand still. */
  readonly idleMs: number;
}

/**
 * The whole body in memory of its own, which can be transferred to a thread.
 *
 * @throws UnfitBody where there are more bytes, or the checksum of S3 is another
 * @throws CutBody where the connection broke, or the stream's error with a code
 */
export async function readBody(
  body: unknown,
  { sizeBytes, idleMs }: BodyPromise,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(body instanceof Readable)) throw new UnfitBody('There is no body.');
  const stop = (error: Error) => body.destroy(error);
  const onAbort = () => stop(new Error('The request was aborted.'));
  signal.addEventListener('abort', onAbort, { once: true });
  const idle = setTimeout(() => stop(withCode('The body stands still.', 'ETIMEDOUT')), idleMs);
  try {
    signal.throwIfAborted();
    const bytes = new Uint8Array(sizeBytes);
    const length = await fill(bytes, body, () => idle.refresh());
    if (length < sizeBytes) throw new CutBody('The body ended early.');
    return bytes;
  } catch (error) {
    throw brokenAs(error);
  } finally {
    clearTimeout(idle);
    signal.removeEventListener('abort', onAbort);
    body.destroy();
  }
}

async function fill(bytes: Uint8Array, body: Readable, onProgress: () => void): Promise<number> {
  let length = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new UnfitBody('The body is text.');
    if (length + chunk.length > bytes.length) throw new UnfitBody('There are more bytes than were listed.');
    bytes.set(chunk, length);
    length += chunk.length;
    onProgress();
  }
  return length;
}

/** The SDK's checksum stream speaks in messages only. */
function brokenAs(error: unknown): unknown {
  const message = field(error, 'message');
  if (typeof message !== 'string') return error;
  if (message.startsWith('Checksum mismatch')) return new UnfitBody('The checksum of S3 is another.');
  if (message.startsWith('Connection lost') || message === 'aborted') return new CutBody(message);
  return error;
}

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
