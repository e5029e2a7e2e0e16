import { organization, trailPrefix } from './company.ts';
import type { Random } from './random.ts';
import type { TrailRecord } from './record.ts';

/** A log file before it is compressed. */
export interface Delivery {
  readonly key: string;
  readonly records: readonly TrailRecord['json'][];
}

const slotMs = 5 * 60_000;
/** Busy minutes are cut into files of so many records, as CloudTrail cuts large ones. */
const maxRecords = 900;

/** Sorts records into log files as CloudTrail does: about every five minutes one for each account and region. */
export function* deliveries(records: readonly TrailRecord[], random: Random): Generator<Delivery> {
  const slots = new Map<string, TrailRecord[]>();
  for (const record of records) {
    const slot = `${Math.floor(record.atMs / slotMs)} ${record.account} ${record.region}`;
    const members = slots.get(slot);
    if (members === undefined) slots.set(slot, [record]);
    else members.push(record);
  }
  for (const members of slots.values()) {
    for (let from = 0; from < members.length; from += maxRecords) {
      const [first, ...others] = members.slice(from, from + maxRecords);
      if (first === undefined) continue;
      const deliveredMs = (Math.floor(first.atMs / slotMs) + 1) * slotMs + random.between(20_000, 280_000);
      yield {
        key: logKey(first, deliveredMs, random),
        records: shuffled([first, ...others], random).map(({ json }) => json),
      };
    }
  }
}

/** The key of a log file in an organization's bucket; its folder is the day of delivery. */
export function logKey(
  { account, region }: Pick<TrailRecord, 'account' | 'region'>,
  deliveredMs: number,
  random: Random,
  kind = 'CloudTrail',
): string {
  const [day = '', clock = ''] = new Date(deliveredMs).toISOString().split('T');
  const stamp = `${day.replaceAll('-', '')}T${clock.slice(0, 5).replace(':', '')}Z`;
  const folder = `${trailPrefix}/AWSLogs/${organization}/${account}/${kind}/${region}/${day.replaceAll('-', '/')}`;
  return `${folder}/${account}_${kind}_${region}_${stamp}_${random.letters(16)}.json.gz`;
}

/** Inside a file there is no order. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    const [a, b] = [mixed[at], mixed[other]];
    if (a === undefined || b === undefined) continue;
    mixed[at] = b;
    mixed[other] = a;
  }
  return mixed;
}
