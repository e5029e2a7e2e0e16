import './no-eval.ts';
import { z } from 'zod';
import { type ErrorCode, errorCodes } from './errors.ts';

/**
 * What travels between a page and the engine, whatever carries it (a MessagePort, HTTP, a direct call).
 * A transport needs only "send a message" and "on message".
 */
export const clientMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.string().max(64),
    params: z.unknown(),
  }),
  /** Ends a call or a stream that is no longer wanted. */
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const errorShape = z.object({
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  advice: z.string(),
  place: z.object({ start: z.number().int(), end: z.number().int() }).optional(),
});

export const serverMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), id: z.number().int(), result: z.unknown() }),
  /** One value of a stream; `end` follows when there are no more. */
  z.object({ kind: z.literal('next'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('end'), id: z.number().int() }),
  z.object({ kind: z.literal('error'), id: z.number().int(), error: errorShape }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;
