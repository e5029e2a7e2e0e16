import type { Job } from '../../electron/contract/api.ts';

/** How much of a job is done, from 0 to 1; null while the whole is not known. */
export function shareDone({ progress }: Job): number | null {
  return progress.total === null || progress.total === 0 ? null : progress.done / progress.total;
}
