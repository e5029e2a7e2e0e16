import './no-eval.ts';
import { z } from 'zod';

/** A job that an engine had begun when it was ended: killed, out of memory, or without the drive of its case. */
export const unfinishedJob = z.object({
  id: z.string().min(1).max(128),
  kind: z.enum(['import', 'reindex', 'sync', 'follow']),
  /** What it worked on, for a person: "Importing logs.zip". */
  title: z.string(),
  startedAtMs: z.number(),
});
export type UnfinishedJob = z.infer<typeof unfinishedJob>;
