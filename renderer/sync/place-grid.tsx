import type { Discovery, SyncEstimate, TrailPlace } from '../../electron/contract/s3.ts';
import { formatCounted } from '../format/number.ts';
import { classes } from '../ui/classes.ts';
import { axesOf, type Chosen, kindWords, shareOf, spanOf, toggled } from './choice.ts';
import styles from './place-grid.module.css';

interface PlaceGridProps {
  readonly discovery: Discovery;
  readonly chosen: Chosen;
  /** How many files of each the choice would bring; null before they are counted. */
  readonly estimate: SyncEstimate | null;
  readonly onChange: (chosen: Chosen) => void;
}

/** What lies in the bucket: accounts by regions, each with its first and last day on one axis of time. */
export function PlaceGrid({ discovery, chosen, estimate, onChange }: PlaceGridProps) {
  const { places } = discovery;
  const { accounts, regions } = axesOf(discovery);
  const span = spanOf(places);
  const files = new Map<string, number>();
  for (const { account, region, files: count } of estimate?.byPlace ?? [])
    files.set(`${account} ${region}`, (files.get(`${account} ${region}`) ?? 0) + count);
  const byCell = new Map<string, TrailPlace[]>();
  for (const place of places) {
    const name = `${place.account} ${place.region}`;
    byCell.set(name, [...(byCell.get(name) ?? []), place]);
  }
  return (
    <div className={styles.scroll}>
      <table className={styles.grid}>
        <caption className="visually-hidden">Accounts and regions with log files</caption>
        <thead>
          <tr>
            <th className={styles.corner}>
              {span === null ? null : (
                <span className={styles.axis}>
                  {span.first} – {span.last}
                </span>
              )}
            </th>
            {regions.map((region) => (
              <th key={region} scope="col">
                <label className={styles.head}>
                  <input
                    type="checkbox"
                    checked={!chosen.withoutRegions.has(region)}
                    onChange={() =>
                      onChange({ ...chosen, withoutRegions: toggled(chosen.withoutRegions, region) })
                    }
                  />
                  {region}
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account}>
              <th scope="row">
                <label className={styles.head}>
                  <input
                    type="checkbox"
                    checked={!chosen.withoutAccounts.has(account)}
                    onChange={() =>
                      onChange({ ...chosen, withoutAccounts: toggled(chosen.withoutAccounts, account) })
                    }
                  />
                  {account}
                </label>
              </th>
              {regions.map((region) => {
                const isOff = chosen.withoutAccounts.has(account) || chosen.withoutRegions.has(region);
                return (
                  <td key={region} className={classes(isOff && styles.off)}>
                    <Cell places={byCell.get(`${account} ${region}`) ?? []} span={span} chosen={chosen} />
                    {isOff || !files.has(`${account} ${region}`) ? null : (
                      <span className={styles.files}>
                        {formatCounted(files.get(`${account} ${region}`) ?? 0, 'file')}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({
  places,
  span,
  chosen,
}: {
  readonly places: readonly TrailPlace[];
  readonly span: { readonly first: string; readonly last: string } | null;
  readonly chosen: Chosen;
}) {
  if (places.length === 0 || span === null) return <span className={styles.nothing}>–</span>;
  const said = places.map(
    ({ kind, firstDay, lastDay }) =>
      `${kindWords(kind)}: ${firstDay === null ? 'no day' : `${firstDay} to ${lastDay ?? firstDay}`}`,
  );
  return (
    <span className={styles.bars} title={said.join('\n')}>
      <span className="visually-hidden">{said.join('; ')}</span>
      {places.map((place) => {
        const share = shareOf(place, span);
        const isWanted =
          chosen.kinds.has(place.kind) ||
          (place.kind === 'CloudTrail-Digest' && chosen.kinds.has('CloudTrail'));
        if (share === null) return null;
        return (
          <i
            key={`${place.root} ${place.kind}`}
            className={classes(
              styles.bar,
              place.kind !== 'CloudTrail' && styles.other,
              !isWanted && styles.faint,
            )}
            style={{ marginLeft: `${share.from * 100}%`, width: `${share.width * 100}%` }}
          />
        );
      })}
    </span>
  );
}
