import type { Gap } from '../../../electron/contract/integrity.ts';
import type { CellPlace } from '../../state/proof-view.ts';

const hourMs = 3_600_000;

/** The cell that shows a gap: the hours it touches; null where its place is not known. */
export function cellOfGap({
  account,
  region,
  fromMs,
  untilMs,
}: Pick<Gap, 'account' | 'region' | 'fromMs' | 'untilMs'>): CellPlace | null {
  if (account === null || region === null) return null;
  const start = Math.floor(fromMs / hourMs) * hourMs;
  return {
    account,
    region,
    fromMs: start,
    untilMs: Math.max(start + hourMs, Math.ceil(untilMs / hourMs) * hourMs),
  };
}
