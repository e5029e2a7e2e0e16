import type { Client } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { and } from '../contract/filter/build.ts';
import { parseCloudWatch } from '../contract/filter/cloudwatch.ts';
import { parseFilter } from '../contract/filter/parse.ts';
import { printFilter } from '../contract/filter/print.ts';
import { redact } from '../contract/redact.ts';
import type { Arguments, OptionTable } from './command.ts';
import { counted, note } from './output.ts';
import { terminalText } from './terminal-text.ts';

/** For commands that take a FILTER. */
export const cloudWatchOption = { cloudwatch: { type: 'string' } } as const satisfies OptionTable;
export const cloudWatchHelp = {
  'cloudwatch PATTERN': 'events that meet a filter pattern of CloudWatch Logs, and FILTER where there is one',
};

/** A pattern that cannot be read: its place is in the pattern, not in the filter. */
class PatternError extends AppError {
  readonly pattern: string;

  constructor(pattern: string, cause: AppError) {
    const { code, message, advice, place } = cause;
    super(code, message, { cause, advice, ...(place === undefined ? {} : { place }) });
    this.pattern = pattern;
  }
}

/**
 * The filter of a command, with that of `--cloudwatch`.
 *
 * @param at where the filter stands among the words of the command
 * @throws AppError `filter-syntax`
 */
export function filterArgument(args: Arguments, at: number): string {
  const filter = args.positionals[at] ?? '';
  const pattern = args.text('cloudwatch');
  if (pattern === undefined) return filter;
  const own = parseFilter(filter);
  try {
    return printFilter(and(own, parseCloudWatch(pattern)));
  } catch (error) {
    throw error instanceof AppError ? new PatternError(pattern, error) : error;
  }
}

/** Says how many events `--cloudwatch` leaves out because an operand of `!=` is missing, as CloudWatch does. */
export async function noteMissingOperands(engine: Client, id: string, args: Arguments): Promise<void> {
  const pattern = args.text('cloudwatch');
  if (pattern === undefined) return;
  const { operands } = await engine.call('cloudwatch.check', { case: id, pattern });
  for (const { path, events } of operands) noteMissing(path, events ?? 0);
}

export function noteMissing(path: string, events: number): void {
  note(
    `${counted(events, 'event')} of the case ${events === 1 ? 'has' : 'have'} no ${terminalText(path)}: to CloudWatch, != does not hold there.`,
  );
}

/** A sentence for every error: what happened, where in a filter, what to try. */
export function errorText(error: unknown, filter?: string): string {
  if (!(error instanceof AppError)) {
    const detail = redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const lines = String(detail).split('\n').map(terminalText).join('\n');
    return `spoor: something went wrong inside Spoor. Please report this:\n${lines}\n`;
  }
  const { place } = error;
  const text = error instanceof PatternError ? error.pattern : filter;
  const mark =
    place === undefined || text === undefined
      ? ''
      : `  ${terminalText(text)}\n  ${' '.repeat(terminalText(text.slice(0, place.start)).length)}${'^'.repeat(Math.max(1, place.end - place.start))}\n`;
  return `spoor: ${terminalText(error.message)}\n${mark}${terminalText(error.advice)}\n`;
}
