import type { Discovery, SyncChoice, SyncEstimate } from '../../../contract/s3.ts';
import type { Bucket } from './bucket.ts';
import { placesOf, windowOf } from './choose.ts';
import { countingBucket } from './counting-bucket.ts';
import { discover } from './discover.ts';
import { type ListedTrailObject, listObjects } from './list-places.ts';
import { ProblemList } from './problem-list.ts';

export interface EstimateOptions {
  readonly bucket: Bucket;
  readonly prefix: string;
  readonly choice: SyncChoice;
  /** What lies below the prefix, where that was found out just now; otherwise it is found out here. */
  readonly discovery?: Discovery;
  /** Whether the case has this object in this version. */
  readonly isKnown: (key: string, etag: string) => boolean;
  /** Milliseconds of a clock that only goes forward; no value follows another within a fifth of a second. */
  readonly now?: () => number;
}

const betweenValuesMs = 200;

type PlaceEstimate = SyncEstimate['byPlace'][number];
type Counts = { -readonly [K in keyof PlaceEstimate]: PlaceEstimate[K] };

/**
 * How many files and bytes a choice comes to, by listing it and fetching nothing: exact when complete. What is known
 * is counted among the files and the bytes.
 *
 * @throws BucketError other than `denied`
 * @throws AppError `bad-request` for days that are none
 */
export async function* estimate(
  options: EstimateOptions,
  signal: AbortSignal,
): AsyncGenerator<SyncEstimate, void, undefined> {
  const { prefix, choice, isKnown, now = () => performance.now() } = options;
  const window = windowOf(choice, prefix);
  const { bucket, requests } = countingBucket(options.bucket);
  const problems = new ProblemList();
  const counted = new Map<string, Counts>();

  let found: Pick<Discovery, 'places' | 'problems'> = options.discovery ?? { places: [], problems: [] };
  if (options.discovery === undefined) {
    for await (const discovery of discover(bucket, prefix, signal)) {
      found = discovery;
      if (!discovery.isComplete) yield value(counted, requests(), discovery.problems, false);
    }
  }
  for (const problem of found.problems) problems.add(problem);
  let lastMs = now();
  for await (const item of listObjects(bucket, placesOf(found, choice), window, signal)) {
    if (item.kind === 'problem') problems.add(`${item.message} ${item.advice}`);
    else count(counted, item, isKnown(item.key, item.etag));
    if (now() - lastMs < betweenValuesMs) continue;
    yield value(counted, requests(), problems.toArray(), false);
    lastMs = now();
  }
  yield value(counted, requests(), problems.toArray(), true);
}

/** Two trails of one account and region, in different folders, are one line. */
function count(counted: Map<string, Counts>, { place, sizeBytes }: ListedTrailObject, known: boolean): void {
  const { account, region, kind } = place;
  const name = `${account}/${kind}/${region}`;
  const counts = counted.get(name) ?? { account, region, kind, files: 0, bytes: 0, known: 0 };
  counts.files += 1;
  counts.bytes += sizeBytes;
  if (known) counts.known += 1;
  counted.set(name, counts);
}

function value(
  counted: ReadonlyMap<string, Counts>,
  requests: number,
  problems: string[],
  isComplete: boolean,
): SyncEstimate {
  const byPlace = [...counted.values()].map((counts) => ({ ...counts }));
  const sum = (of: 'files' | 'bytes' | 'known') => byPlace.reduce((total, counts) => total + counts[of], 0);
  return {
    files: sum('files'),
    bytes: sum('bytes'),
    known: sum('known'),
    byPlace,
    requests,
    problems,
    isComplete,
  };
}
