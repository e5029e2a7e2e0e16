import type { Gap, Verification } from '../../electron/contract/integrity.ts';
import { formatCount, formatPercent } from '../format/number.ts';
import { formatDuration } from '../format/time.ts';
import { countOf, provenCount } from './verdict-words.ts';

/** The whole check in one to three sentences. */
export function summaryOf(verification: Pick<Verification, 'logs' | 'digests' | 'gaps'>): string {
  const { logs, digests } = verification;
  if (logs.total + digests.total === 0)
    return 'The case holds no digest and no log file: there is nothing to check.';
  const bad = troubles(verification);
  const first = provenSentence(verification);
  if (bad.length === 0) return first;
  return `${first} ${capital(joined(bad))}.`;
}

function provenSentence({ logs, digests }: Pick<Verification, 'logs' | 'digests'>): string {
  const { total } = logs;
  const proven = provenCount(logs);
  if (total === 0) return `The case holds ${noun(digests.total, 'digest')} and no log file.`;
  if (digests.total === 0)
    return `Nothing proves the ${total === 1 ? 'one log file' : noun(total, 'log file')} of the case: no digest is in it.`;
  const by = 'proven by AWS’s signed digests';
  if (proven === total)
    return total === 1 ? `The one log file is ${by}.` : `All ${noun(total, 'log file')} are ${by}.`;
  if (proven === 0)
    return total === 1
      ? `The one log file is not ${by}.`
      : `None of the ${noun(total, 'log file')} is ${by}.`;
  return `${formatCount(proven)} of ${noun(total, 'log file')} ${proven === 1 ? 'is' : 'are'} ${by}.`;
}

function troubles({ logs, digests, gaps }: Pick<Verification, 'logs' | 'digests' | 'gaps'>): string[] {
  const found = [
    told(countOf('altered', logs), 'file', 'was altered after delivery', 'were altered after delivery'),
    told(countOf('unreferenced', logs), 'file', 'is named by no digest', 'are named by no digest'),
    told(countOf('missing', logs), 'file', 'is missing', 'are missing'),
    told(countOf('altered', digests), 'digest', 'was altered', 'were altered'),
    told(countOf('chain-broken', digests), 'digest', 'contradicts its chain', 'contradict their chain'),
    told(countOf('missing', digests), 'digest', 'is missing', 'are missing'),
  ].filter((part) => part !== null);
  const silentMs = silentTimeMs(gaps);
  if (silentMs > 0) found.push(`nothing can be said of ${formatDuration(silentMs)}`);
  return found;
}

/** How long there is no proof for, over all accounts and regions. */
export function silentTimeMs(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { fromMs, untilMs }) => sum + Math.max(0, untilMs - fromMs), 0);
}

/** Of all log files that are known of, missing ones too; null where there is none. */
export function provenShare({ logs }: Pick<Verification, 'logs'>): number | null {
  return logs.total === 0 ? null : provenCount(logs) / logs.total;
}

/** The line of the status bar: "98.0 % proven"; null where there is no log file. */
export function shareWords(verification: Pick<Verification, 'logs'>): string | null {
  const share = provenShare(verification);
  return share === null ? null : `${formatPercent(share)} proven`;
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

/** "one file was altered", "12 files were altered"; null for none. */
function told(count: number, one: string, is: string, are: string): string | null {
  if (count === 0) return null;
  return `${small[count] ?? formatCount(count)} ${count === 1 ? `${one} ${is}` : `${one}s ${are}`}`;
}

function noun(count: number, one: string): string {
  return `${formatCount(count)} ${count === 1 ? one : `${one}s`}`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}; ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
