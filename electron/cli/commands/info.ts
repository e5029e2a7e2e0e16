import type { CaseInfo } from '../../contract/api.ts';
import type { Command, ExitCode } from '../command.ts';
import { isoTime, isoTimeOrNull, print } from '../output.ts';
import { openCase, withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

export const infoCommand: Command = {
  name: 'info',
  summary: 'Tells what a case holds.',
  usage: 'CASE [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'print one JSON object' },
  example: 'spoor info review.spoor',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const info = await openCase(engine, args.positionals[0] ?? '', 'read');
      await print(args.has('json') ? `${terminalJson(asJson(info))}\n` : asText(info));
      return 0;
    }),
};

function asJson(info: CaseInfo): Record<string, unknown> {
  return {
    needsReindex: info.needsReindex,
    events: info.events,
    duplicates: info.duplicates,
    conflicts: info.conflicts,
    undated: info.undated,
    firstTime: isoTimeOrNull(info.firstTimeMs),
    lastTime: isoTimeOrNull(info.lastTimeMs),
    accounts: info.accounts,
    regions: info.regions,
    sources: info.sources.map(({ id, kind, label, files, addedAtMs }) => ({
      id,
      kind,
      label,
      files,
      addedAt: isoTime(addedAtMs),
    })),
    files: info.files,
    sizeBytes: info.sizeBytes,
  };
}

function asText(info: CaseInfo): string {
  const number = (count: number): string => count.toLocaleString('en');
  const span =
    info.firstTimeMs === null || info.lastTimeMs === null
      ? 'no times'
      : `${isoTime(info.firstTimeMs)} to ${isoTime(info.lastTimeMs)}`;
  return [
    terminalText(info.name),
    `${number(info.events)} events, ${number(info.duplicates)} duplicates, ${number(info.conflicts)} conflicts, ${number(info.undated)} without a time`,
    span,
    `accounts  ${terminalText(info.accounts.join(', ')) || 'none'}`,
    `regions   ${terminalText(info.regions.join(', ')) || 'none'}`,
    ...info.sources.map(
      ({ kind, label, files }) => `${kind.padEnd(9)} ${terminalText(label)} (${number(files)} files)`,
    ),
    `${number(info.files.seen)} files seen, ${number(info.sizeBytes)} bytes on disk`,
    '',
  ].join('\n');
}
