import { type SyncChoice, syncChoice } from '../../contract/s3.ts';
import type { Database } from '../case/driver.ts';
import { jsonAt } from '../case/json-at.ts';
import { numberAt, textOrNullAt } from '../case/row.ts';
import type { PlaceName } from './ledger-rows.ts';
import { joined, type Span } from './spans.ts';

const dayMs = 86_400_000;

/**
 * What was chosen of the buckets that an account and region came from: the choices of the syncs that ended well, or
 * before there was one the choice that the bucket has now. Null where nothing is known to be left out.
 */
export function chosenTimes(db: Database): (place: PlaceName) => readonly Span[] | null {
  const choices = choicesBySource(db);
  if (choices.size === 0) return () => null;
  const sources = new Map<string, number[]>();
  const rows = db.all(
    `SELECT DISTINCT o.source_id, o.account, o.region FROM objects AS o
    WHERE o.account IS NOT NULL AND o.region IS NOT NULL`,
  );
  for (const row of rows) {
    const key = `${textOrNullAt(row, 'account')}/${textOrNullAt(row, 'region')}`;
    const known = sources.get(key);
    if (known === undefined) sources.set(key, [numberAt(row, 'source_id')]);
    else known.push(numberAt(row, 'source_id'));
  }
  return (place) => {
    const own = (sources.get(`${place.account}/${place.region}`) ?? []).flatMap(
      (id) => choices.get(id) ?? [],
    );
    return own.length === 0 ? null : joined(own.flatMap((choice) => timesOf(choice, place)));
  };
}

function choicesBySource(db: Database): ReadonlyMap<number, readonly SyncChoice[]> {
  const found = new Map<number, SyncChoice[]>();
  for (const row of db.all(`SELECT DISTINCT source_id, choice FROM syncs WHERE outcome = 'done'`)) {
    const source = numberAt(row, 'source_id');
    const choice = jsonAt(row, 'choice', syncChoice);
    const known = found.get(source);
    if (known === undefined) found.set(source, [choice]);
    else known.push(choice);
  }
  const now = db.all(
    `SELECT id, json_extract(settings, '$.choice') AS choice FROM sources
    WHERE json_extract(settings, '$.choice') IS NOT NULL`,
  );
  for (const row of now) {
    const source = numberAt(row, 'id');
    if (!found.has(source)) found.set(source, [jsonAt(row, 'choice', syncChoice)]);
  }
  return found;
}

/** Times of delivery. One day more is listed after the last one. */
function timesOf(choice: SyncChoice, { account, region }: PlaceName): readonly Span[] {
  const isChosen =
    choice.kinds.includes('CloudTrail') &&
    (choice.accounts?.includes(account) ?? true) &&
    (choice.regions?.includes(region) ?? true);
  if (!isChosen) return [];
  const { sinceDay, untilDay } = choice;
  const from = sinceDay === null ? Number.NEGATIVE_INFINITY : Date.parse(`${sinceDay}T00:00:00Z`);
  const until =
    untilDay === null ? Number.POSITIVE_INFINITY : Date.parse(`${untilDay}T00:00:00Z`) + 2 * dayMs;
  return [{ from, until }];
}
