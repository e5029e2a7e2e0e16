import './no-eval.ts';
import { z } from 'zod';

/** One file of a support bundle, as a person reads it before it is saved. */
export const supportFile = z.object({
  name: z.string().max(100),
  /** What it is, in a sentence. */
  about: z.string().max(300),
  text: z.string(),
});
export type SupportFile = z.infer<typeof supportFile>;

export const supportBundle = z.object({
  /** Names what was shown: exactly this is saved. */
  bundle: z.string().min(1).max(128),
  files: z.array(supportFile).max(20),
});
export type SupportBundle = z.infer<typeof supportBundle>;
