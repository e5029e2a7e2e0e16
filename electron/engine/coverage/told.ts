import type { CoverageDetail, CoverageState } from '../../contract/integrity.ts';
import { lostSentence, offWords, partWords } from './digest-words.ts';
import { worse } from './map.ts';
import { type HourLogs, hourMs, noLogs, type PlaceFacts } from './place-facts.ts';
import type { Run } from './runs.ts';
import { joined, type Span } from './spans.ts';
import { counted } from './words.ts';

export interface Tellable {
  readonly place: PlaceFacts;
  /** What proven digests cover, in milliseconds. */
  readonly covered: readonly Span[];
  /** All hours asked about. */
  readonly runs: readonly Run[];
  readonly isVerified: boolean;
}

type Told = Pick<CoverageDetail, 'title' | 'sentence' | 'settle'>;

/** What of the hours in the state that is told. */
interface Worst {
  readonly asked: Tellable;
  readonly runs: readonly Run[];
  /** In milliseconds. */
  readonly spans: readonly Span[];
  readonly logs: HourLogs;
  /** `this hour`, or `this time` where it is more of them. */
  readonly time: string;
}

/** What a time is, what that means, and what would settle it. Of several hours the worst ones are told. */
export function told(asked: Tellable): Told {
  const state = asked.runs.reduce<CoverageState>((worst, run) => worse(worst, run.state), 'unknown');
  const runs = asked.runs.filter((run) => run.state === state);
  const spans = joined(runs.map(({ from, until }) => ({ from: from * hourMs, until: until * hourMs })));
  const hours = hoursIn(asked.runs);
  const time = hours === 1 ? 'this hour' : 'this time';
  const words = wordsOf[state]({ asked, runs, spans, logs: sumOf(runs), time });
  const sentences = [
    ...(hours === 1
      ? []
      : [`${hoursIn(runs).toLocaleString('en')} of these ${hours.toLocaleString('en')} hours:`]),
    words.sentence,
    ...(asked.runs.some(({ isPaused }) => isPaused)
      ? [`Another trail made no digests for a part of ${time}.`]
      : []),
    ...(asked.runs.some(({ logs }) => logs?.isPartlyIndexed === true)
      ? ['Event selectors left events of its files out of the index.']
      : []),
  ];
  return { ...words, sentence: sentences.join(' ') };
}

function hoursIn(runs: readonly Run[]): number {
  return runs.reduce((sum, { from, until }) => sum + until - from, 0);
}

const versions =
  'If the bucket keeps versions, deleted objects are still listed (aws s3api list-object-versions).';

const wordsOf: Readonly<Record<CoverageState, (worst: Worst) => Told>> = {
  altered: () => ({
    title: 'Altered',
    sentence: 'A digest or a log file was altered, planted, or contradicts what AWS signed: the list has it.',
    settle: `Fetch what was altered from its original place again. ${versions}`,
  }),
  missing: ({ logs: { missing, files }, time }) => ({
    title: missing === 1 ? 'A log file is missing' : 'Log files are missing',
    sentence: `Digests name ${counted(missing, 'log file')} of ${time} that ${isAre(missing)} not in the case${files === 0 ? '' : `, beside ${files.toLocaleString('en')} that ${isAre(files)}`}.`,
    settle: `Sync again, or fetch what is missing from the bucket. ${versions}`,
  }),
  digestMissing: ({ asked: { place }, spans, logs: { files } }) => ({
    title: files === 0 ? 'No evidence' : 'The digest is missing',
    sentence: lostSentence(place, spans, files),
    settle: `Fetch the digest from the bucket. ${versions}`,
  }),
  gap: ({ asked: { covered }, spans }) => ({
    title: 'No evidence',
    sentence: `No digest was made for ${offWords(covered, spans)}, and no log file of that time is in the case: logging or validation was off.`,
    settle: 'Look for StopLogging, UpdateTrail and DeleteTrail before it, and for StartLogging after it.',
  }),
  unproven: (worst) => unprovenWords(worst),
  validationOff: ({ asked: { covered }, spans, logs: { files }, time }) => ({
    title: 'Validation was off',
    sentence: `${counted(files, 'log file')} ${files === 1 ? 'was' : 'were'} delivered in ${time}, and no digest was made for ${offWords(covered, spans)}: nothing proves that this is all, and as CloudTrail wrote it.`,
    settle: 'Look for an UpdateTrail before it that turned the validation of log files off.',
  }),
  notSynced: ({ logs: { notFetched }, time }) => ({
    title: 'Not synced',
    sentence:
      notFetched > 0
        ? `${counted(notFetched, 'log file')} of ${time} could not be fetched from the bucket.`
        : 'It was left out of what was synced of this account and region.',
    settle: 'Sync these days, accounts and regions as well.',
  }),
  proven: ({ asked: { covered }, runs, logs: { files } }) => ({
    title: 'Proven',
    sentence: `${files === 1 ? 'Its log file is' : `Its ${counted(files, 'log file')} are`} proven by digests that AWS signed.${partWords(covered, runs)}`,
    settle: null,
  }),
  provenEmpty: ({ asked: { covered }, runs }) => ({
    title: 'Proven empty',
    sentence: `Digests that AWS signed say that no log file was delivered.${partWords(covered, runs)}`,
    settle: null,
  }),
  unknown: () => ({
    title: 'Nothing is known',
    sentence: 'No log file is in the case, and no digest that covers all of it.',
    settle: 'Sync or import this time, if there was a trail.',
  }),
};

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function unprovenWords({ asked: { isVerified }, logs: { files, unverified }, time }: Worst): Told {
  const settle = 'Check the integrity of the case: on the page of proof, or with spoor verify.';
  const title = 'Not verified yet';
  if (!isVerified)
    return {
      ...{ title, settle },
      sentence: `${files === 0 ? 'A digest' : counted(files, 'log file')} of ${time} ${isAre(files || 1)} in the case, which was not verified yet.`,
    };
  if (unverified > 0)
    return {
      ...{ title, settle },
      sentence: `${counted(unverified, 'log file')} of ${time} came into the case after its last check, and ${unverified === 1 ? 'was' : 'were'} not verified yet.`,
    };
  return {
    title: 'Unproven',
    sentence:
      files === 0
        ? 'Its digest cannot be proven: the signature or the key is not in the case.'
        : `Not all of its ${counted(files, 'log file')} can be proven: a signature, a key or a digest is not in the case.`,
    settle:
      'The list says what each file needs: most often the next digest, the signatures (sync again), or the public keys.',
  };
}

function sumOf(runs: readonly Run[]): HourLogs {
  const sum = noLogs();
  for (const { logs } of runs) {
    sum.files += logs?.files ?? 0;
    sum.missing += logs?.missing ?? 0;
    sum.unverified += logs?.unverified ?? 0;
    sum.notFetched += logs?.notFetched ?? 0;
  }
  return sum;
}
