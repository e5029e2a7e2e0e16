import { field } from '../sources/s3/aws-failure.ts';
import { UnfitAnswer } from './ask-problem.ts';

/** The innermost place of the SDK's deserialize step, as far as it is needed here. */
interface DeserializeStack {
  add(
    middleware: <Args, Result extends { readonly response: unknown }>(
      next: (args: Args) => Promise<Result>,
    ) => (args: Args) => Promise<Result>,
    options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
  ): void;
}

/**
 * Keeps each answer's body as it came, which the SDK would read away and reduce to what it knows, and refuses one
 * that is longer than `maxBytes` before it fills the memory.
 *
 * @returns the body of the last answer
 */
export function keepBody(stack: DeserializeStack, maxBytes: number): () => Uint8Array {
  let last: Uint8Array = new Uint8Array();
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      last = await bounded(field(result.response, 'body'), maxBytes);
      // The SDK takes bytes where it would take a stream.
      if (typeof result.response === 'object' && result.response !== null) {
        Reflect.set(result.response, 'body', last);
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepBody' },
  );
  return () => last;
}

async function bounded(body: unknown, maxBytes: number): Promise<Uint8Array> {
  if (!isChunks(body)) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early destroys the stream, and with it the connection.
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array))
      throw new UnfitAnswer('CloudTrail answered with something that is not bytes.');
    length += chunk.length;
    if (length > maxBytes) throw new UnfitAnswer(`CloudTrail's answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isChunks(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
