import { type ParseArgsConfig, parseArgs } from 'node:util';
import { terminalText } from './terminal-text.ts';

/** 0 done · 1 the answer is bad news · 2 the command was not understood · 3 it failed */
export type ExitCode = 0 | 1 | 2 | 3;

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

export interface Arguments {
  readonly positionals: readonly string[];
  /** A switch that was given. */
  has(name: string): boolean;
  /** The text of an option, or undefined. */
  text(name: string): string | undefined;
  /** A whole number of an option. @throws UsageError */
  number(name: string, fallback: number): number;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** After the name: `CASE PATH...`. */
  readonly usage: string;
  readonly minPositionals: number;
  readonly maxPositionals: number;
  readonly options: OptionTable;
  /** What each option means, in the order of the help page. */
  readonly optionHelp: Readonly<Record<string, string>>;
  readonly example: string;
  /** Further sentences for the help page. */
  readonly notes?: string;
  run(args: Arguments): Promise<ExitCode>;
}

/** The command line was not understood: exit code 2 and a sentence. */
export class UsageError extends Error {}

export function readArguments(command: Command, argv: readonly string[]): Arguments | 'help' {
  const parsed = parse(command, argv);
  if (parsed.values.help === true) return 'help';
  const { positionals } = parsed;
  if (positionals.length < command.minPositionals)
    throw new UsageError(`Something is missing: spoor ${command.name} ${command.usage}`);
  if (positionals.length > command.maxPositionals) {
    const extra = terminalText(positionals[command.maxPositionals] ?? '');
    throw new UsageError(`“${extra}” is one word too many. A filter with spaces needs quotes around it.`);
  }
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals,
    has: (name) => parsed.values[name] === true,
    text,
    number(name, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      if (!/^\d{1,9}$/.test(value))
        throw new UsageError(`--${name} takes a whole number, not “${terminalText(value)}”.`);
      return Number(value);
    },
  };
}

/**
 * A filter may begin with `-`, as in -error:*, and so may the value of an option, as in --sort -time. Node's parser
 * takes neither: filters go through it behind a mark, values are joined to their option.
 */
const filterMark = '\u0000';

function marked(argv: readonly string[], options: OptionTable): string[] {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const next = argv[at + 1];
    const takesValue = word.startsWith('--') && options[word.slice(2)]?.type === 'string';
    if (takesValue && next !== undefined && !next.startsWith('--')) {
      words.push(`${word}=${next}`);
      at++;
    } else words.push(/^-[^-]/.test(word) && word !== '-h' ? filterMark + word : word);
  }
  return words;
}

function parse(command: Command, argv: readonly string[]) {
  const options: OptionTable = { ...command.options, help: { type: 'boolean', short: 'h' } };
  try {
    const args = marked(argv, options);
    const parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
    const positionals = parsed.positionals.map((word) => word.replace(filterMark, ''));
    return { values: parsed.values, positionals };
  } catch (error) {
    // Node's own sentence goes on with advice about `--` that does not fit here.
    const message =
      (error instanceof Error ? error.message : String(error)).split('. To specify', 1)[0] ?? '';
    throw new UsageError(`${terminalText(message)}. See spoor ${command.name} --help.`);
  }
}

export function helpText(command: Command): string {
  const lines = Object.entries(command.optionHelp).map(([name, help]) => `  --${name.padEnd(22)} ${help}`);
  return [
    command.summary,
    '',
    `Usage: spoor ${command.name} ${command.usage}`,
    ...(lines.length > 0 ? ['', 'Options:', ...lines] : []),
    '',
    `Example: ${command.example}`,
    ...(command.notes === undefined ? [] : ['', command.notes]),
    '',
    'Exit codes: 0 done, 1 the answer is bad news, 2 usage, 3 failed.',
    '',
  ].join('\n');
}
