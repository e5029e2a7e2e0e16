import { type Arguments, UsageError } from './command.ts';
import { terminalText } from './terminal-text.ts';

/** Milliseconds of a day, or of a time in UTC unless it says its offset; null where the option is not given. @throws UsageError */
export function timeOption(args: Arguments, name: string): number | null {
  const given = args.text(name);
  if (given === undefined) return null;
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(
    given.trim(),
  );
  const [, day, clock = '00:00', zone = 'Z'] = found ?? [];
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  if (Number.isNaN(ms))
    throw new UsageError(
      `--${name} takes a day or a time such as 2026-03-01T12:00:00Z, not “${terminalText(given)}”.`,
    );
  return ms;
}
