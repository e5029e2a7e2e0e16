import type { IncomingMessage } from 'node:http';
import { AppError } from '../contract/errors.ts';

/** The largest call is an import of 1,000 grants; 1 MiB is several times that. */
const maxJsonBytes = 1024 * 1024;
/** A body of this size takes milliseconds on this machine; who takes longer keeps the connection on purpose. */
const maxJsonMs = 15_000;

/**
 * A request's body as JSON, of bounded size and time.
 *
 * @throws AppError `too-large`, or `bad-request` when it is late, cut short, or no JSON.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => request.destroy(new Error('The body is late.')), maxJsonMs);
  try {
    for await (const chunk of request) {
      const piece: Buffer = chunk;
      bytes += piece.length;
      if (bytes > maxJsonBytes)
        throw new AppError('too-large', `The body of a call is limited to ${maxJsonBytes} bytes.`);
      chunks.push(piece);
    }
  } catch (cause) {
    throw cause instanceof AppError
      ? cause
      : new AppError('bad-request', 'The body was cut short.', { cause });
  } finally {
    clearTimeout(timer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new AppError('bad-request', 'The body is not JSON.', { cause });
  }
}
