import type { CoverageDetail, VerifiedObject } from '../../contract/integrity.ts';
import type { Database, SqlValue } from '../case/driver.ts';
import { numberAt } from '../case/row.ts';
import { verdictColumns, verdictSource, verifiedObjectIn } from '../case/verdicts.ts';
import type { PlaceName } from './ledger-rows.ts';
import { cellsOf } from './map.ts';
import { hourMs, type PlaceFacts } from './place-facts.ts';
import { readFacts } from './read-facts.ts';
import { runsOf, runsWithin } from './runs.ts';
import { told } from './told.ts';
import { unverifiedObjects } from './unverified.ts';

/** A cell of more hours than these is told by its first ones. */
const mostHours = 2000;

/** What is known of one account and region in a time, which is widened to whole hours of UTC. */
export function coverageCell(
  db: Database,
  {
    fromMs,
    untilMs,
    limit,
    ...name
  }: PlaceName & { readonly fromMs: number; readonly untilMs: number; readonly limit: number },
): CoverageDetail {
  const from = Math.floor(fromMs / hourMs);
  const until = Math.max(from + 1, Math.ceil(untilMs / hourMs));
  return db.snapshot(() => {
    const { places, isVerified } = readFacts(db, name);
    const place = places[0] ?? emptyPlace(name);
    const { runs, covered } = runsOf(place);
    const within = [...runsWithin(runs, place.chosen, { from, until })];
    const [cell] = cellsOf(within, { from, until, step: until - from });
    const hours = cellsOf(within, { from, until: Math.min(until, from + mostHours), step: 1 });
    const words = told({ place, covered, runs: within, isVerified });
    return {
      cell: cell ?? { state: 'unknown', files: 0, events: 0, isPartlyIndexed: false },
      ...words,
      hours: hours.map(({ state, files, events }, at) => ({
        fromMs: (from + at) * hourMs,
        ...{ state, files, events },
      })),
      ...objectsOf(db, { ...name, fromMs: from * hourMs, untilMs: until * hourMs, limit }),
    };
  });
}

function emptyPlace(name: PlaceName): PlaceFacts {
  return { ...name, logs: new Map(), digests: [], gaps: [], chosen: null };
}

/** Digests that cover the time and log files delivered in it: the exceptions, what was not checked, and the others. */
function objectsOf(
  db: Database,
  place: PlaceName & { readonly fromMs: number; readonly untilMs: number; readonly limit: number },
): Pick<CoverageDetail, 'objects' | 'objectsTotal'> {
  const { account, region, fromMs, untilMs, limit } = place;
  const where = `v.account = ? AND v.region = ? AND v.from_ms < ?
    AND CASE v.kind WHEN 'digest' THEN max(v.until_ms, v.from_ms + 1) > ? ELSE v.from_ms >= ? END`;
  const values: readonly SqlValue[] = [account, region, untilMs, fromMs, fromMs];
  const count = (which: string): number => {
    const row = db.get(
      `SELECT count(*) AS n FROM verdicts AS v WHERE ${where} AND v.verdict ${which}`,
      ...values,
    );
    return row === undefined ? 0 : numberAt(row, 'n');
  };
  const page = (which: string, most: number): readonly VerifiedObject[] =>
    db
      .all(
        `SELECT ${verdictColumns} FROM ${verdictSource} WHERE ${where} AND v.verdict ${which} ORDER BY v.id LIMIT ?`,
        ...values,
        Math.max(0, most),
      )
      .map(verifiedObjectIn);
  const exceptions = page(`<> 'proven'`, limit);
  const unverified = unverifiedObjects(db, { ...place, limit: limit - exceptions.length });
  const listed = [...exceptions, ...unverified.objects];
  const proven = page(`= 'proven'`, limit - listed.length);
  return {
    objects: [...listed, ...proven],
    objectsTotal: count(`<> 'proven'`) + unverified.total + count(`= 'proven'`),
  };
}
