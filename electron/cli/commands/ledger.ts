import { fileStatus, type LedgerRow } from '../../contract/api.ts';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { isoTimeOrNull, print } from '../output.ts';
import { openCase, withEngine } from '../session.ts';
import { table, terminalJson } from '../terminal-text.ts';

const pageSize = 1000;

export const ledgerCommand: Command = {
  name: 'ledger',
  summary: 'Lists every file that was seen, with its status and the reason where it could not be read whole.',
  usage: 'CASE [--status STATUS] [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' }, status: { type: 'string' } },
  optionHelp: { 'status STATUS': `only ${fileStatus.options.join(', ')}`, json: 'print a JSON array' },
  example: 'spoor ledger review.spoor --status damaged',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const status = fileStatus.nullable().safeParse(args.text('status') ?? null);
      if (!status.success) throw new UsageError(`--status takes one of ${fileStatus.options.join(', ')}.`);
      const info = await openCase(engine, args.positionals[0] ?? '', 'read');
      const isJson = args.has('json');
      let isFirst = true;
      if (isJson) await print('[');
      for (let offset = 0; ; offset += pageSize) {
        const page = await engine.call('ledger.page', {
          case: info.case,
          status: status.data,
          text: '',
          offset,
          limit: pageSize,
        });
        if (isJson) {
          for (const row of page.rows) {
            await print(`${isFirst ? '\n' : ',\n'}${terminalJson(asJson(row))}`);
            isFirst = false;
          }
        } else if (page.rows.length > 0) {
          await print(
            table(
              ['status', 'records', 'file', 'reason'],
              page.rows.map((row) => [row.status, String(row.records), row.key, row.reason ?? '']),
            ),
          );
        }
        if (offset + page.rows.length >= page.total || page.rows.length === 0) break;
      }
      if (isJson) await print('\n]\n');
      return 0;
    }),
};

function asJson({
  object: _,
  deliveredMs,
  modifiedMs,
  seenAtMs,
  ...row
}: LedgerRow): Record<string, unknown> {
  return {
    ...row,
    delivered: isoTimeOrNull(deliveredMs),
    modified: isoTimeOrNull(modifiedMs),
    seen: isoTimeOrNull(seenAtMs),
  };
}
