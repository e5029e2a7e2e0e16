import { type Proof, proof } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { numberAt, textOrNullAt } from '../case/row.ts';

/** How many digests of a series are proven by what. */
export type ChainProofs = Readonly<Record<Proof, number>>;

/** For each of the series of the last check, in its order. */
export function chainProofs(db: Database, series: number): readonly ChainProofs[] {
  const found = Array.from({ length: series }, () => ({
    signature: 0,
    'previous-signature': 0,
    'hash-chain': 0,
  }));
  const rows = db.all(
    `SELECT series, how, count(*) AS digests FROM verdicts
    WHERE is_asked = 1 AND series IS NOT NULL AND how IS NOT NULL GROUP BY series, how`,
  );
  for (const row of rows) {
    const one = found[numberAt(row, 'series')];
    const how = proof.safeParse(textOrNullAt(row, 'how'));
    if (one !== undefined && how.success) one[how.data] += numberAt(row, 'digests');
  }
  return found;
}
