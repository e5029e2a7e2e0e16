import { z } from 'zod';
import { disconnectedError } from '../../electron/contract/client.ts';
import { AppError } from '../../electron/contract/errors.ts';
import { errorShape } from '../../electron/contract/protocol.ts';

const answer = z.union([z.object({ error: errorShape }), z.object({ result: z.unknown() })]);
const line = z.union([
  z.object({ error: errorShape }),
  z.object({ end: z.literal(true) }),
  z.object({ value: z.unknown() }),
]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(disconnectedError('The answer is not from Spoor.'), { cause });
  }
}

/** The result in the body of an answer. @throws AppError the error that it holds instead. */
export function readAnswer(text: string): unknown {
  const read = answer.safeParse(parse(text));
  if (!read.success) throw disconnectedError('The answer is not from Spoor.');
  if ('error' in read.data) throw AppError.fromShape(read.data.error);
  return read.data.result;
}

/**
 * The values of a stream, one JSON object a line.
 *
 * @param lost makes the error for a body that breaks off: without its last line a stream is not over.
 * @throws AppError the error that a line holds.
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  lost: (cause: unknown) => unknown,
): AsyncGenerator<unknown> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw lost(cause);
      });
      if (done) throw lost(new Error('The stream broke off.'));
      const lines = decoder.decode(value, { stream: true }).split('\n');
      for (const [index, part] of lines.entries()) {
        pieces.push(part);
        // The last part has no end of line yet.
        if (index === lines.length - 1) break;
        const text = pieces.splice(0).join('');
        if (text === '') continue;
        const read = line.safeParse(parse(text));
        if (!read.success) throw disconnectedError('The answer is not from Spoor.');
        if ('error' in read.data) throw AppError.fromShape(read.data.error);
        if ('end' in read.data) return;
        yield read.data.value;
      }
    }
  } finally {
    // Whatever ended it, the rest is not wanted; the request's own error has been told already.
    reader.cancel().catch(() => undefined);
  }
}
