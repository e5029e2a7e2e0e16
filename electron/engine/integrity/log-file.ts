import type { Proof, Verdict } from '../../contract/integrity.ts';
import type { CoveredTime } from './covered-time.ts';
import type { LogObject, Origin } from './evidence.ts';
import type { Mention, NamedFile, NamedLogs } from './named-logs.ts';
import { type Whereabouts, whereabouts } from './place.ts';
import type { Judged } from './proof-graph.ts';
import { type Note, type Reason, verdictOf } from './verdicts.ts';

/** The verdict of a log file, in the case or missing from it. */
export interface LogVerdict {
  /** Null for one that digests name and the case lacks. */
  readonly log: LogObject | null;
  /** Where digests say that it was delivered; null when none names it. */
  readonly origin: Origin | null;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly how: Proof | null;
  /** The digest that decided. */
  readonly by: Judged | null;
  readonly notes: readonly Note[];
}

/** Log files of the case, held against what the digests name. Add all, then ask. */
export class MatchedLogs {
  readonly named: NamedLogs;
  readonly #taken = new Set<NamedFile>();
  readonly #found: LogVerdict[] = [];
  readonly #others: LogObject[] = [];

  constructor(named: NamedLogs) {
    this.named = named;
  }

  add(log: LogObject): void {
    const file = atItsPlace(log, this.named);
    if (file === null) {
      this.#others.push(log);
      return;
    }
    this.#taken.add(file);
    this.#found.push(judge(log, file));
  }

  /** In the order of the case; behind them those that are missing from it. */
  verdicts(covered: CoveredTime): readonly LogVerdict[] {
    const { named } = this;
    // Only when it is known which files are where they belong, the rest can be told as copies, moved, or strangers.
    const others = this.#others.map((log) => ({ log, file: elsewhere(log, named, this.#taken) }));
    const taken = new Set(this.#taken);
    for (const { file } of others) if (file !== null) taken.add(file);
    const there = [
      ...this.#found,
      ...others.map(({ log, file }) => (file === null ? unnamed(log, covered) : judge(log, file))),
    ].sort((a, b) => (a.log?.id ?? 0) - (b.log?.id ?? 0));
    for (const missing of missingOf(named, taken)) there.push(missing);
    return there;
  }
}

function* missingOf(named: NamedLogs, taken: ReadonlySet<NamedFile>): Generator<LogVerdict> {
  const reason = 'log-missing';
  const verdict = verdictOf(reason);
  for (const file of named.all()) {
    if (taken.has(file)) continue;
    // An altered digest may name what never was.
    const by = file.mentions.find((mention) => mention.by.standing !== 'void')?.by;
    if (by !== undefined)
      yield { log: null, origin: file.origin, verdict, reason, how: null, by, notes: noNotes };
  }
}

function atItsPlace(log: LogObject, named: NamedLogs): NamedFile | null {
  const { bucket, key } = log;
  if (bucket !== null) return named.at({ bucket, key });
  const here = named.withName(key).filter(({ origin }) => whereabouts(log, origin) !== 'moved');
  return here.find((file) => isHashOf(log, file)) ?? here[0] ?? null;
}

/** The file it is a copy of, or was before somebody moved it. */
function elsewhere(log: LogObject, named: NamedLogs, taken: ReadonlySet<NamedFile>): NamedFile | null {
  const sameName = named.withName(log.key);
  const copy = sameName.find((file) => isHashOf(log, file));
  if (copy !== undefined) return copy;
  if (log.sha256 !== null) {
    // Content that is where it belongs and lies under another name once more is a stranger, not a file that moved.
    for (const file of named.withHash(log.sha256)) if (!taken.has(file)) return file;
  }
  // Names are unique, so this was that file once; unless that file is where it belongs, and this is a stranger.
  return sameName.find((file) => !taken.has(file)) ?? null;
}

function isHashOf(log: LogObject, file: NamedFile): boolean {
  return file.mentions.some((mention) => mention.log.hash === log.sha256);
}

function unnamed(log: LogObject, covered: CoveredTime): LogVerdict {
  const isCut = log.problem === 'cut-short';
  const reason = frameFault(log) ?? (isCut ? 'log-gzip-damaged' : covered.whyUnnamed(log));
  const notes = notesOf(log, null);
  return { log, origin: null, verdict: verdictOf(reason), reason, how: null, by: null, notes };
}

function judge(log: LogObject, file: NamedFile): LogVerdict {
  const { origin, mentions } = file;
  const place = whereabouts(log, origin);
  const { reason: decided, by, isRight } = decide(log, mentions);
  const isMoved = place === 'moved' && decided === 'hash-agrees';
  const reason = isMoved ? 'log-moved' : decided;
  const more: Note[] = [];
  if (place === 'moved' && !isMoved) more.push('moved-too');
  if (log.problem === 'cut-short' && isRight) more.push('cut-short');
  if (mentions.length > 1 && digestsOf(file).size > 1) more.push('named-twice');
  const usual = notesOf(log, place);
  const notes = more.length === 0 ? usual : [...usual, ...more];
  const how = decided === 'hash-agrees' ? (by?.how ?? null) : null;
  return { log, origin, verdict: verdictOf(reason), reason, how, by, notes };
}

function digestsOf(file: NamedFile): ReadonlySet<string> {
  const standing = file.mentions.filter(({ by }) => by.standing !== 'void');
  return new Set(standing.map(({ by }) => by.file.sha256));
}

interface Decision {
  readonly reason: Reason;
  readonly by: Judged | null;
  /** The hash is as a digest names it. */
  readonly isRight: boolean;
}

function decide(log: LogObject, mentions: readonly Mention[]): Decision {
  const fault = frameFault(log);
  if (fault !== null) return { reason: fault, by: null, isRight: false };
  if (log.sha256 === null) return { reason: 'log-too-large', by: null, isRight: false };
  const proven = mentions.filter(({ by }) => by.standing === 'proven' || by.standing === 'broken');
  const open = mentions.filter(({ by }) => by.standing === 'pending');
  const decision = byProven(log.sha256, proven) ?? byOpen(log.sha256, open);
  if (decision !== null) return decision;
  const voided = mentions[0]?.by ?? null;
  if (log.problem === 'cut-short') return { reason: 'log-gzip-damaged', by: null, isRight: false };
  return { reason: 'digest-altered', by: voided, isRight: false };
}

function byProven(sha256: string, mentions: readonly Mention[]): Decision | null {
  if (mentions.length === 0) return null;
  const known = mentions.filter(isKnownHash);
  const right = known.find(({ log }) => log.hash === sha256);
  const wrong = known.find(({ log }) => log.hash !== sha256);
  if (wrong !== undefined) {
    return {
      reason: right === undefined ? 'hash-differs' : 'named-differently',
      by: wrong.by,
      isRight: false,
    };
  }
  if (right !== undefined) return { reason: 'hash-agrees', by: right.by, isRight: true };
  return { reason: 'algorithm-unknown', by: mentions[0]?.by ?? null, isRight: false };
}

function byOpen(sha256: string, mentions: readonly Mention[]): Decision | null {
  const [first] = mentions;
  if (first === undefined) return null;
  const wrong = mentions.find((mention) => isKnownHash(mention) && mention.log.hash !== sha256);
  if (wrong !== undefined) return { reason: 'hash-differs-unproven', by: wrong.by, isRight: false };
  const isUnsigned = verdictOf(first.by.reason) === 'unsigned';
  return { reason: isUnsigned ? 'digest-unsigned' : 'digest-key-unknown', by: first.by, isRight: true };
}

function isKnownHash({ log }: Mention): boolean {
  return log.hashAlgorithm === null || log.hashAlgorithm === 'SHA-256';
}

/** A stream that ends too early is left to its hash: what is missing may be nothing but the checksum. */
function frameFault({ problem, sha256 }: LogObject): Reason | null {
  if (problem === 'not-as-imported') return 'log-not-as-imported';
  if (problem === 'rest') return 'log-gzip-rest';
  if (problem === 'damaged' || problem === 'not-gzip') return 'log-gzip-damaged';
  return problem !== 'too-large' && sha256 === null ? 'log-gzip-damaged' : null;
}

/** The same lists again and again: nearly all files of a case share one. */
function notesOf(log: LogObject, place: Whereabouts | null): readonly Note[] {
  const isUnpacked = log.problem === null && !log.key.toLowerCase().endsWith('.gz');
  return isUnpacked ? usualNotes[place ?? 'original'].unpacked : usualNotes[place ?? 'original'].packed;
}

const noNotes: readonly Note[] = [];
const usualNotes = {
  original: { packed: noNotes, unpacked: ['unpacked'] },
  moved: { packed: noNotes, unpacked: ['unpacked'] },
  unchecked: { packed: ['location-unchecked'], unpacked: ['location-unchecked', 'unpacked'] },
} as const satisfies Record<Whereabouts, { packed: readonly Note[]; unpacked: readonly Note[] }>;
