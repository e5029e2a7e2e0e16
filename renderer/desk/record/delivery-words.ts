import type { EventDetail } from '../../../electron/contract/api.ts';
import { formatCounted } from '../../format/number.ts';
import { formatDuration, formatTime, zoneName } from '../../format/time.ts';
import type { Zone } from '../../state/view-url.ts';

/** The tab's name: how many there are, and whether one of them says something else. */
export function deliveriesLabel({ otherDeliveries }: EventDetail): string {
  const differs = otherDeliveries.some((one) => one.differs === true);
  return `Deliveries (${otherDeliveries.length}${differs ? ', differs' : ''})`;
}

/** When the file was delivered, and how long after the call. The time is from the file's name. */
export function deliveredWords(deliveredMs: number | null, timeMs: number | null, zone: Zone): string {
  if (deliveredMs === null) return 'Not known: the name of the file does not say.';
  const at = `${formatTime(deliveredMs, zone)} ${zoneName(zone)}`;
  if (timeMs === null) return at;
  const afterMs = deliveredMs - timeMs;
  return `${at}, ${formatDuration(Math.abs(afterMs))} ${afterMs < 0 ? 'before' : 'after'} the call`;
}

/** What there is to say of an event that was delivered more than once, one sentence each. */
export function deliverySentences({ row, otherDeliveries }: EventDetail): readonly string[] {
  const sentences: string[] = [];
  if (row.isDuplicate) {
    sentences.push(
      'The case already had this event when this delivery was read, so it is not counted again.',
    );
  } else if (otherDeliveries.length > 0) {
    const many = formatCounted(otherDeliveries.length, 'more delivery', 'more deliveries');
    sentences.push(`The case has ${many} of this event, not counted again.`);
  }
  if (row.isConflict) {
    sentences.push(
      'Another delivery with the same event id says something else. Compare them under Deliveries.',
    );
  }
  return sentences;
}

/** The last part of a file's key. */
export function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
