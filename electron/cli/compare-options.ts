import { type ComparedField, comparedFields, type Period } from '../contract/compare.ts';
import { fieldByName } from '../contract/fields.ts';
import { readTime } from '../contract/filter/time.ts';
import { type Arguments, UsageError } from './command.ts';
import { terminalText } from './terminal-text.ts';

/** The fields of `--field a,b`. @throws UsageError for one whose values are not compared */
export function fieldsOption(args: Arguments, fallback: readonly ComparedField[]): ComparedField[] {
  const given = args.text('field');
  if (given === undefined) return [...fallback];
  return given.split(',').map((spelling) => {
    const name = fieldByName(spelling.trim());
    const field = comparedFields.find((one) => one === name);
    if (field === undefined)
      throw new UsageError(
        `--field takes ${comparedFields.join(', ')}, with commas between, not “${terminalText(spelling)}”.`,
      );
    return field;
  });
}

/**
 * `A..B` as the filter reads it after `time:`: from the start of A to the end of B, each as long as it is written. So
 * `2026-03-01..2026-03-07` is seven days.
 *
 * @throws UsageError
 */
export function periodOption(args: Arguments, name: string): Period {
  const given = args.text(name) ?? '';
  const [first = '', last = first, ...others] = given.split('..').map((text) => text.trim());
  const [from, until] = [readTime(first), readTime(last)];
  if (from === undefined || until === undefined || others.length > 0)
    throw new UsageError(
      `--${name} takes two days or times such as 2026-03-01..2026-03-07, not “${terminalText(given)}”.`,
    );
  return { fromMs: from.fromMs, untilMs: until.untilMs };
}
