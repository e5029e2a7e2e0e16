import type { Result } from '../../contract/api.ts';
import type { CustodyCheck, CustodyRow } from '../../contract/integrity.ts';
import type { Engine } from '../../engine/index.ts';
import type { Command, ExitCode } from '../command.ts';
import { custodyLine, parsedDetails } from '../custody-line.ts';
import { counted, isoTime, print } from '../output.ts';
import { openCase, withEngine } from '../session.ts';
import { terminalJson, terminalText } from '../terminal-text.ts';

const pageRows = 1000;

export const custodyCommand: Command = {
  name: 'custody',
  summary:
    'Prints everything that was done with a case, and checks that the list and the files are unchanged.',
  usage: 'CASE [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'print one JSON object' },
  example: 'spoor custody review.spoor',
  notes:
    'Each row carries the hash of the one before it; the row of an import also that of the files it added (spoor ledger lists them). Rows cut off the end show only in the head: compare it with one written down before. Exit code 1 means that something was changed.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const { case: id } = await openCase(engine, args.positionals[0] ?? '', 'read');
      const { check } = await engine.call('custody.page', { case: id, offset: 0, limit: 1 });
      await (args.has('json') ? printJson : printText)(engine, id, check);
      return check.ok ? 0 : 1;
    }),
};

async function printJson(engine: Engine, id: string, check: CustodyCheck): Promise<void> {
  const { ok, brokenAt, rows, head, evidence } = check;
  const start = terminalJson({ ok, brokenAt, rows, head, evidence }, 2).replace(/\n\}$/, '');
  await print(`${start},\n  "entries": [`);
  let between = '\n';
  for await (const page of pagesOf(engine, id, check)) {
    const lines = page.map(({ seq, atMs, action, details, hash }) =>
      terminalJson({ seq, at: isoTime(atMs), action, details: parsedDetails(details), hash }),
    );
    await print(`${between}    ${lines.join(',\n    ')}`);
    between = ',\n';
  }
  await print(between === '\n' ? ']\n}\n' : '\n  ]\n}\n');
}

async function printText(engine: Engine, id: string, check: CustodyCheck): Promise<void> {
  const width = String(check.rows).length;
  for await (const page of pagesOf(engine, id, check))
    await print(
      page
        .map(({ seq, atMs, action, details }) =>
          [
            String(seq).padStart(width),
            isoTime(atMs).padEnd(24),
            terminalText(action).padEnd(13),
            terminalText(custodyLine(details)),
          ].join('  '),
        )
        .map((line) => `${line.trimEnd()}\n`)
        .join(''),
    );
  await print(`\n${sentencesOf(check).join('\n')}\n`);
}

function sentencesOf({ ok, brokenAt, rows, head, evidence }: CustodyCheck): readonly string[] {
  const files = `${counted(evidence.files, 'file is', 'files are')} under a seal`;
  const rest =
    evidence.unsealed === 0
      ? '.'
      : `; ${counted(evidence.unsealed, 'file is', 'files are')} not, for the import was not ended: the next one seals them.`;
  const chain =
    brokenAt === null || brokenAt === evidence.brokenAt
      ? `The chain holds: each of ${counted(rows, 'row')} follows from the one before.`
      : `BROKEN: row ${brokenAt} does not follow from the one before it: the list was changed.`;
  const ledger = evidence.ok
    ? `${files}${rest}`
    : `BROKEN: files of the ledger were changed, removed or added after row ${evidence.brokenAt} sealed them.`;
  return [chain, ledger, `head ${head}${ok ? '' : ' (of a list that cannot be trusted)'}`];
}

/** The oldest first. What is added meanwhile is left out: it was not checked. */
async function* pagesOf(
  engine: Engine,
  id: string,
  { rows }: CustodyCheck,
): AsyncGenerator<readonly CustodyRow[]> {
  let total = rows;
  for (let done = 0; done < rows; ) {
    const limit = Math.min(pageRows, rows - done);
    const page: Result<'custody.page'> = await engine.call('custody.page', {
      case: id,
      offset: total - done - limit,
      limit,
    });
    // Pages are counted from the newest row: with new ones, this was another part.
    const isMoved = page.check.rows !== total;
    total = page.check.rows;
    if (isMoved) continue;
    yield page.rows.toReversed();
    done += limit;
  }
}
