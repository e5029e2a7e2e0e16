import { readTrailArn } from '../trails/trail-answer.ts';
import { anchorWalk } from './anchor-walk.ts';
import type { NamedLog } from './digest.ts';
import { type Origin, originText } from './evidence.ts';
import type { LogVerdict } from './log-file.ts';
import type { Judged } from './proof-graph.ts';
import type { SeriesName } from './series.ts';
import { reasons } from './verdicts.ts';
import type { JudgedCase } from './verify.ts';

/** What `aws cloudtrail validate-logs` is asked. */
export interface ValidateQuestion {
  readonly trailArn: string;
  /** Whose logs are checked; the ARN's own where null (an organization's trail has many). */
  readonly account: string | null;
  /** Whose logs are checked; `--region`. */
  readonly region: string;
  /** Where the trail delivers to now, and the way back begins; null is where its newest digest is. */
  readonly bucket: string | null;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly isVerbose: boolean;
}

/** Text as it is written, with its line ends, in the order in which it is. */
export interface ValidateOutput {
  readonly stream: 'out' | 'error';
  readonly text: string;
}

/**
 * Says the result in the words of `aws cloudtrail validate-logs` (aws-cli 1.45.55), for procedures that read them.
 *
 * A digest counts as valid when Spoor has proven it, also without the signature in S3's metadata. Verdicts that
 * those words cannot say (unreferenced files, expected digests, a contradicted chain) are not in it.
 */
export function validateText(judged: JudgedCase, question: ValidateQuestion): readonly ValidateOutput[] {
  return new Printer(judged, question).print();
}

class Ratio {
  valid = 0;
  invalid = 0;

  text(name: string): string {
    const total = this.valid + this.invalid;
    if (total === 0) return '';
    const wrong = this.invalid > 0 ? `, ${this.invalid}/${total} ${name} files INVALID` : '';
    return `\n${this.valid}/${total} ${name} files valid${wrong}`;
  }
}

class Printer {
  readonly #judged: JudgedCase;
  readonly #logsAt: ReadonlyMap<string, readonly LogVerdict[]>;
  readonly #question: ValidateQuestion;
  readonly #output: ValidateOutput[] = [];
  readonly #digests = new Ratio();
  readonly #backfills = new Ratio();
  readonly #logs = new Ratio();
  #isAfterEmptyLine = true;
  #foundFromMs: number | null = null;
  #foundUntilMs: number | null = null;

  constructor(judged: JudgedCase, question: ValidateQuestion) {
    this.#judged = judged;
    this.#logsAt = byOrigin(judged.logs);
    this.#question = question;
  }

  print(): readonly ValidateOutput[] {
    const { trailArn, fromMs, untilMs } = this.#question;
    const asked = [displayTime(fromMs), displayTime(untilMs)];
    this.#out(`Validating log files for trail ${clean(trailArn)} between ${asked.join(' and ')}\n\n`);
    this.#walk(false);
    this.#walk(true);
    if (!this.#isAfterEmptyLine) this.#out('\n');
    this.#out(`Results requested for ${asked.join(' to ')}\n`);
    this.#summary();
    return this.#output;
  }

  #summary(): void {
    const ratios = [this.#digests, this.#backfills];
    if (ratios.every(({ valid, invalid }) => valid + invalid === 0)) {
      this.#out('No digests found\n');
      return;
    }
    if (this.#foundFromMs === null || this.#foundUntilMs === null) {
      this.#out('No valid digests found in range\n');
    } else {
      const found = `${displayTime(this.#foundFromMs)} to ${displayTime(this.#foundUntilMs)}`;
      this.#out(`Results found for ${found}:\n`);
    }
    this.#out(
      `${this.#digests.text('digest')}${this.#backfills.text('backfill digest')}${this.#logs.text('log')}\n`,
    );
  }

  #walk(isBackfill: boolean): void {
    const walk = this.#judged.walks.find(({ series }) => this.#isAsked(series.name, isBackfill));
    if (walk === undefined) return;
    const kind = isBackfill ? '(backfill) ' : '';
    const ratio = isBackfill ? this.#backfills : this.#digests;
    for (const step of anchorWalk(walk.series, this.#question, (one) => this.#fault(one) === null)) {
      if (step.kind === 'gap') {
        const times = `${displayTime(step.fromMs)} and ${displayTime(step.toMs)}`;
        this.#error(`${kind}No log files were delivered by CloudTrail between ${times}`);
        continue;
      }
      const name = `${kind}Digest file\t${url(step.origin)}`;
      const fault = step.kind === 'missing' ? reasons['named-by-next'].anchor : this.#fault(step.one);
      if (fault !== null) {
        ratio.invalid += 1;
        this.#error(`${name}\tINVALID: ${fault}`);
        continue;
      }
      ratio.valid += 1;
      this.#status(`${name}\tvalid`);
      if (step.kind !== 'digest' || step.digest === null) continue;
      this.#found(step.digest.startMs, step.digest.endMs);
      for (const log of step.digest.logFiles) this.#log(log);
    }
  }

  #isAsked(name: SeriesName, isBackfill: boolean): boolean {
    const trail = readTrailArn(this.#question.trailArn);
    return (
      name.isBackfill === isBackfill &&
      name.region === this.#question.region &&
      name.account === (this.#question.account ?? trail?.account) &&
      name.trail === trail?.name &&
      name.homeRegion === trail?.region
    );
  }

  /** In the order of validate-logs: form, place, key, signature. */
  #fault({ file, key, standing }: Judged): string | null {
    if (file.fault !== null) return reasons[file.fault].anchor;
    if (file.whereabouts === 'moved') return reasons['digest-moved'].anchor;
    if (standing === 'proven' || standing === 'broken') return null;
    const fingerprint = clean(file.digest?.fingerprint ?? '');
    if (key === 'refused') return `${reasons['key-refused'].anchor} with fingerprint ${fingerprint}`;
    if (key !== null || file.signature === null) return reasons['no-signature'].anchor;
    const home = readTrailArn(this.#question.trailArn)?.region ?? '';
    return `${reasons['no-key'].anchor} in region ${home} for fingerprint ${fingerprint}`;
  }

  #log(log: NamedLog): void {
    const found = (this.#logsAt.get(originText(log)) ?? []).filter((one) => one.reason !== 'log-moved');
    const faults = found.map((one) => logFault(one, log));
    const fault = faults.includes(null) ? null : (faults[0] ?? reasons['log-missing'].anchor);
    const name = `Log file\t${url(log)}`;
    if (fault === null) {
      this.#logs.valid += 1;
      this.#status(`${name}\tvalid`);
    } else {
      this.#logs.invalid += 1;
      this.#error(`${name}\tINVALID: ${fault}`);
    }
  }

  #found(startMs: number, endMs: number): void {
    const { fromMs, untilMs } = this.#question;
    this.#foundFromMs = Math.min(this.#foundFromMs ?? Number.POSITIVE_INFINITY, Math.max(startMs, fromMs));
    this.#foundUntilMs = Math.max(this.#foundUntilMs ?? Number.NEGATIVE_INFINITY, Math.min(endMs, untilMs));
  }

  #status(line: string): void {
    if (!this.#question.isVerbose) return;
    this.#isAfterEmptyLine = false;
    this.#out(`${line}\n`);
  }

  #error(line: string): void {
    const before = this.#isAfterEmptyLine ? '' : '\n';
    this.#output.push({ stream: 'error', text: `${before}${line}\n\n` });
    this.#isAfterEmptyLine = true;
  }

  #out(text: string): void {
    this.#output.push({ stream: 'out', text });
  }
}

/** Log files of the case by where they were delivered; several when there are copies. */
function byOrigin(logs: readonly LogVerdict[]): ReadonlyMap<string, readonly LogVerdict[]> {
  const found = new Map<string, LogVerdict[]>();
  for (const one of logs) {
    if (one.log === null || one.origin === null) continue;
    const text = originText(one.origin);
    const known = found.get(text);
    if (known === undefined) found.set(text, [one]);
    else known.push(one);
  }
  return found;
}

function logFault({ log, notes }: LogVerdict, said: NamedLog): string | null {
  if (log === null) return reasons['log-missing'].anchor;
  if (notes.includes('moved-too')) return reasons['log-missing'].anchor;
  if (log.problem === 'rest') return reasons['log-gzip-rest'].anchor;
  if (log.problem === 'damaged' || log.problem === 'not-gzip' || log.sha256 === null) {
    return reasons['log-gzip-damaged'].anchor;
  }
  return log.sha256 === said.hash ? null : reasons['hash-differs'].anchor;
}

function url({ bucket, key }: Origin): string {
  return `s3://${clean(bucket)}/${clean(key)}`;
}

/** Names come from files: nothing of them may end a line or steer a terminal. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

/** `2026-01-02T03:04:05Z` */
function displayTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
