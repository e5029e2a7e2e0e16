import { z } from 'zod';
import { api, pickWants } from './api.ts';
import { errorShape } from './protocol.ts';

/**
 * What Electron's main process and the engine's process tell each other. The page's own calls are not among
 * them: they go through a MessagePort that main hands over and never reads.
 */

/** Grants, as the contract's own schema knows them. */
export const grantList = api['host.browse'].result.shape.entries;

const pickRequest = z.object({ want: z.enum(pickWants), suggestedName: z.string() });
export type PickRequest = z.infer<typeof pickRequest>;

const pickAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paths'), paths: z.array(z.string()) }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type PickAnswer = z.infer<typeof pickAnswer>;

export const toEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), version: z.string(), dataFolder: z.string(), logFolder: z.string() }),
  /** Comes with one port: the page's end is in the page. */
  z.object({ kind: z.literal('port') }),
  z.object({ kind: z.literal('grant'), id: z.number(), paths: z.array(z.string()) }),
  /** The machine has slept: what waits for the network tries again. */
  z.object({ kind: z.literal('woke') }),
  /** The last window that showed the case at this path was closed. */
  z.object({ kind: z.literal('left'), casePath: z.string() }),
  z.object({ kind: z.literal('picked'), id: z.number(), answer: pickAnswer }),
  /** Finish, close the cases, and exit. */
  z.object({ kind: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngine>;

export const fromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('granted'), id: z.number(), grants: grantList, errors: z.array(errorShape) }),
  z.object({ kind: z.literal('pick'), id: z.number(), request: pickRequest }),
  z.object({
    kind: z.literal('log'),
    level: z.enum(['info', 'warn', 'error']),
    event: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
]);
export type FromEngine = z.infer<typeof fromEngine>;
