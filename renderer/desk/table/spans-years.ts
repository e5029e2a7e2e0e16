import type { CaseInfo } from '../../../electron/contract/api.ts';
import { timeParts } from '../../format/time.ts';
import type { Zone } from '../../state/view-url.ts';

/** Whether the events are of several years on the clock that the person looks at: their times then say the year. */
export function spansYears(
  { firstTimeMs, lastTimeMs }: Pick<CaseInfo, 'firstTimeMs' | 'lastTimeMs'>,
  zone: Zone,
): boolean {
  if (firstTimeMs === null || lastTimeMs === null) return false;
  return timeParts(firstTimeMs, zone)?.year !== timeParts(lastTimeMs, zone)?.year;
}
