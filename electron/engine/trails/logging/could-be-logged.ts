import type { LoggableAnswer, LoggableQuestion, LoggingEvidence } from '../../../contract/integrity.ts';
import { cleanText } from '../../../contract/selectors/refuse.ts';
import type { Database } from '../../case/driver.ts';
import { callKind } from './call-kind.ts';
import { logFilesAround, logFilesBetween, organizationFiles } from './delivered.ts';
import { statesAt, told } from './logging-at.ts';
import { type CallPlace, callPlace, recordsPlace } from './records-place.ts';
import type { TrailState } from './replay.ts';
import { type Answer, type AskedCall, arnOf, selects } from './selects.ts';

/** Why it is not known of a trail. */
type Doubt = 'logging' | 'place' | 'selectors' | 'kind' | 'resource' | 'depends';

const kindWords = {
  Management: 'is a management event',
  Data: 'is a data event',
  unknown: 'may be a management or a data event',
} as const;

interface Judged {
  readonly state: TrailState;
  readonly answer: Answer;
  readonly doubt: Doubt | null;
  /** It would be `yes` if the trail was then as it was seen later. */
  readonly isLikely: boolean;
}

const limit = 'A trail that the case does not know of may have recorded it.';

/**
 * Whether a call would have been recorded by a trail that the case knows of. `no` means that each of them was off or
 * leaves such calls out, and that nothing was delivered that they do not account for.
 *
 * @throws AppError `damaged-case` when the bytes of a record are missing
 */
export function couldBeLogged(db: Database, question: LoggableQuestion): LoggableAnswer {
  return db.snapshot(() => answerIn(db, withSource(question)));
}

/** `s3` stands for `s3.amazonaws.com`. */
function withSource(question: LoggableQuestion): LoggableQuestion {
  const source = question.source.toLowerCase();
  return { ...question, source: source.includes('.') ? source : `${source}.amazonaws.com` };
}

function answerIn(db: Database, question: LoggableQuestion): LoggableAnswer {
  const { source, name } = question;
  const place = callPlace(question);
  const kind = callKind(db, source, name);
  const call: AskedCall = {
    source,
    name,
    region: place.region,
    kind,
    arn: arnOf(question, kind.resourceType),
  };
  const member = organizationFiles(db, place);
  const { states: near, isCutShort } = statesAt(db, place, place.isGlobal === true);
  // A trail of another region says nothing of this one.
  const states = near.filter((state) => recordsPlace(state, place, member !== null) !== 'no');
  const judged = states.map((state) => judge(state, call, place, member !== null));
  const yes = judged.filter(({ answer }) => answer === 'yes');
  const isElsewhere = place.region !== question.region;
  const what = `${cleanText(name, 100)} of ${cleanText(source, 100)}${isElsewhere ? ' (recorded in us-east-1)' : ''}`;
  const files = logFilesAround(db, place);
  const answered = (answer: Answer, sentence: string, of: readonly Judged[]): LoggableAnswer => {
    const needsMember = of.some(({ state }) => state.trail.account !== question.account);
    const evidence = [
      ...kind.evidence,
      ...of.flatMap(({ state }) => state.evidence),
      ...(needsMember && member !== null ? [member] : []),
      ...(files === null ? [] : [files]),
    ];
    return { answer, sentence, evidence: distinct(evidence), trails: states.map(told) };
  };
  const about = `${what} ${kindWords[kind.category ?? 'unknown']}`;
  if (yes.length > 0) {
    const sentence = `${about}. As far as the case knows, ${namesOf(yes)} was logging and selects it, so a call would have been recorded.`;
    return answered('yes', sentence, yes);
  }
  const why = isOpenBecause(judged, isCutShort) ?? unexplained(db, judged, place);
  if (why !== null) return answered('unknown', `${about}. ${why}`, judged);
  const off = judged.every(({ state }) => isOff(state));
  const reason = off ? 'was logging at that time' : 'was logging and selects it';
  return answered('no', `${about}. No trail that the case knows of ${reason}. ${limit}`, judged);
}

function judge(state: TrailState, call: AskedCall, place: CallPlace, isInOrganization: boolean): Judged {
  const settled = (answer: Answer): Judged => ({ state, answer, doubt: null, isLikely: false });
  if (isOff(state)) return settled('no');
  const recorded = recordsPlace(state, place, isInOrganization);
  const selected = state.selectors === null ? 'unknown' : selects(state.selectors, call);
  if (recorded === 'no' || selected === 'no') return settled('no');
  if (state.isLogging === true && recorded === 'yes' && selected === 'yes') return settled('yes');
  const doubt =
    state.isLogging === null
      ? 'logging'
      : recorded === 'unknown'
        ? 'place'
        : state.selectors === null
          ? 'selectors'
          : call.kind.category === null
            ? 'kind'
            : call.kind.category === 'Data' && !call.arn.isWhole
              ? 'resource'
              : 'depends';
  return { state, answer: 'unknown', doubt, isLikely: isLikely(state, call, place, isInOrganization) };
}

/** As it was seen later, where nothing is known of the time itself. */
function isLikely(state: TrailState, call: AskedCall, place: CallPlace, isInOrganization: boolean): boolean {
  const { later } = state;
  const selectors = state.selectors ?? later.selectors;
  const seen: TrailState = {
    ...state,
    isMultiRegion: state.isMultiRegion ?? later.isMultiRegion,
    isOrganization: state.isOrganization ?? later.isOrganization,
    hasGlobalEvents: state.hasGlobalEvents ?? later.hasGlobalEvents,
  };
  return (
    (state.isLogging ?? later.isLogging) === true &&
    recordsPlace(seen, place, isInOrganization) === 'yes' &&
    selectors !== null &&
    selects(selectors, call) === 'yes'
  );
}

function isOff({ exists, isLogging }: TrailState): boolean {
  return exists === false || isLogging === false;
}

function isOpenBecause(judged: readonly Judged[], isCutShort: boolean): string | null {
  const [open] = judged
    .toSorted((a, b) => Number(b.isLikely) - Number(a.isLikely))
    .filter(({ doubt }) => doubt !== null);
  if (open !== undefined && open.doubt !== null) {
    const name = open.state.trail.name;
    const likely = `${name} would have recorded it as it was seen later, and the case has no record of a change; but what the trail recorded at that time is not known.`;
    return open.isLikely ? likely : doubtWords(name)[open.doubt];
  }
  if (isCutShort) return 'The case has more changes of trails than Spoor reads.';
  if (judged.length === 0) {
    return 'The case knows of no trail for this account and region. Sync it with permission to describe trails, or import what the AWS CLI prints of them.';
  }
  return judged.every(({ state }) => state.isYetToCome)
    ? 'The trails that the case knows of were created later; what was recorded before is not known.'
    : null;
}

function doubtWords(name: string): Readonly<Record<Doubt, string>> {
  return {
    logging: `Whether ${name} was logging at that time is not known.`,
    place: `Whether ${name} recorded this account and region at that time is not known.`,
    selectors: `What ${name} selected at that time is not known.`,
    kind: `Trails record data events only when they are told to, and neither AWS's lists nor the case tell which of the two it is.`,
    resource: `${name} selects such calls on some resources and not on others: name the bucket or object, the function, the table or the queue.`,
    depends: `${name} selects some such calls and leaves others out: it depends on who called, from where, or whether the call only read.`,
  };
}

/** Log files from a time in which all known trails were off come from a trail that is not known. */
function unexplained(db: Database, judged: readonly Judged[], place: CallPlace): string | null {
  if (!judged.every(({ state }) => isOff(state))) return null;
  const known = judged.flatMap(({ state }) => state.sinceMs ?? state.lastMs ?? []);
  const next = judged.flatMap(({ state }) => state.nextMs ?? []);
  const fromMs = known.length === 0 ? null : Math.max(...known);
  const untilMs = next.length === 0 ? null : Math.min(...next);
  return logFilesBetween(db, place, fromMs, untilMs) === 0
    ? null
    : 'No trail that the case knows of was logging at that time, and yet log files were delivered: another trail was logging, and what it selects is not known.';
}

function namesOf(judged: readonly Judged[]): string {
  const names = judged.map(({ state }) => state.trail.name);
  return names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(' and ');
}

function distinct(evidence: readonly LoggingEvidence[]): LoggingEvidence[] {
  return [...new Map(evidence.map((each) => [`${each.event} ${each.atMs} ${each.sentence}`, each])).values()];
}
