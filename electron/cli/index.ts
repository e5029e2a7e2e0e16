#!/usr/bin/env node
import { version } from '../../package.json';
import { AppError } from '../contract/errors.ts';
import { type Command, type ExitCode, helpText, readArguments, UsageError } from './command.ts';
import { bundleCommand } from './commands/bundle.ts';
import { compareCommand } from './commands/compare.ts';
import { countCommand } from './commands/count.ts';
import { coverageCommand } from './commands/coverage.ts';
import { custodyCommand } from './commands/custody.ts';
import { detectCommand } from './commands/detect.ts';
import { exportCommand } from './commands/export.ts';
import { filtersCommand } from './commands/filters.ts';
import { followCommand } from './commands/follow.ts';
import { importCommand } from './commands/import.ts';
import { indexCommand } from './commands/index-records.ts';
import { infoCommand } from './commands/info.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { queryCommand } from './commands/query.ts';
import { rareCommand } from './commands/rare.ts';
import { reindexCommand } from './commands/reindex.ts';
import { sampleCommand } from './commands/sample.ts';
import { serveCommand } from './commands/serve.ts';
import { syncCommand } from './commands/sync.ts';
import { trailsCommand } from './commands/trails.ts';
import { verifyCommand } from './commands/verify.ts';
import { errorText } from './filter-argument.ts';
import { note, print, ReaderGone, watchReader } from './output.ts';
import { terminalText } from './terminal-text.ts';

const commands: readonly Command[] = [
  importCommand,
  syncCommand,
  followCommand,
  infoCommand,
  ledgerCommand,
  trailsCommand,
  verifyCommand,
  coverageCommand,
  custodyCommand,
  detectCommand,
  queryCommand,
  countCommand,
  rareCommand,
  compareCommand,
  exportCommand,
  filtersCommand,
  bundleCommand,
  serveCommand,
  reindexCommand,
  indexCommand,
  sampleCommand,
];

/** Where the filter stands among the words of a command that takes one. */
const filterAt: Readonly<Record<string, number>> = {
  query: 1,
  count: 1,
  rare: 1,
  compare: 1,
  export: 2,
  bundle: 2,
};

const overview = [
  'Spoor reads AWS CloudTrail trails offline.',
  '',
  'Usage: spoor COMMAND … (spoor COMMAND --help says more)',
  '',
  ...commands.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`),
  '',
].join('\n');

async function run(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    await print(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await print(overview);
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((one) => one.name === name);
  if (command === undefined)
    throw new UsageError(`There is no command “${terminalText(name)}”. spoor --help lists them.`);
  const args = readArguments(command, rest);
  if (args === 'help') {
    await print(helpText(command));
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ReaderGone) throw error;
    process.stderr.write(errorText(error, args.positionals[filterAt[name] ?? -1]));
    // A filter that cannot be read is a word of the command that cannot be read.
    return error instanceof AppError && error.code.startsWith('filter-') ? 2 : 3;
  }
}

watchReader();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = error instanceof ReaderGone ? 0 : error instanceof UsageError ? 2 : 3;
  if (error instanceof UsageError) note(`spoor: ${terminalText(error.message)}`);
  else if (!(error instanceof ReaderGone)) process.stderr.write(errorText(error));
}
