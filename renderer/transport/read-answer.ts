import { z } from 'zod';
import { disconnectedError } from '../../electron/contract/client.ts';
import { AppError } from '../../electron/contract/errors.ts';
import { errorShape } from '../../electron/contract/protocol.ts';

const answer = z.union([z.object({ error: errorShape }), z.object({ result: z.unknown() })]);
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
