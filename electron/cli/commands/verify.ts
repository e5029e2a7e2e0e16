import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { VerifyChoice } from '../../contract/integrity.ts';
import type { Engine } from '../../engine/index.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { note, print } from '../output.ts';
import { openCase, waitForJob, withEngine } from '../session.ts';
import { terminalText } from '../terminal-text.ts';
import { timeOption } from '../time-option.ts';
import { printVerifyJson, printVerifyText } from '../verify-output.ts';

const formats = ['text', 'awscli'] as const;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Checks offline how far the log files of a case are proven by the digests that AWS signed.',
  usage:
    'CASE [--since T] [--until T] [--account A] [--region R] [--trail T] [--keys FILE] [--json [--all]] [--format text|awscli] [--report FILE]',
  minPositionals: 1,
  maxPositionals: 1,
  options: {
    since: { type: 'string' },
    until: { type: 'string' },
    account: { type: 'string' },
    region: { type: 'string' },
    trail: { type: 'string' },
    keys: { type: 'string' },
    json: { type: 'boolean' },
    all: { type: 'boolean' },
    format: { type: 'string' },
    verbose: { type: 'boolean' },
    report: { type: 'string' },
    overwrite: { type: 'boolean' },
  },
  optionHelp: {
    'since TIME': 'report only from this time on: 2026-03-01 or 2026-03-01T12:00:00Z',
    'until TIME': 'report only until this time',
    'account IDS': 'only these accounts, with commas between',
    'region NAMES': 'only these regions, with commas between',
    'trail NAMES': 'only these trails, by name or ARN, with commas between',
    'keys FILE': 'public keys beside those of the case: what list-public-keys prints, or PEM',
    json: 'print one JSON object; objects are the exceptions',
    all: 'every object, not only the exceptions',
    'format NAME': 'text, or awscli: the words of aws cloudtrail validate-logs (takes one --trail ARN)',
    verbose: 'with --format awscli: also name what is valid',
    'report FILE': 'also write a report: FILE.html or FILE.json',
    overwrite: 'replace the report where there is one',
  },
  example: 'spoor verify review.spoor --since 2026-03-01 --report review.html',
  notes: 'Exit code 0 means that everything asked for is proven, 1 that it is not.',
  run: (args) =>
    withEngine((engine) => (formatOf(args) === 'awscli' ? validate(engine, args) : verify(engine, args))),
};

async function verify(engine: Engine, args: Arguments): Promise<ExitCode> {
  const [target = ''] = args.positionals;
  const choice = choiceOf(args);
  const report = args.text('report');
  if (report !== undefined) formatOfReport(report);
  const keys = await keysGrant(engine, args);
  const { case: id, access } = await openCase(engine, target, 'write');
  const { job } = await engine.call('verify.start', { case: id, choice, keys });
  const ended = await waitForJob(engine, job);
  if (ended.error !== null) throw AppError.fromShape(ended.error);
  if (ended.state !== 'done') return 3;
  const { verification } = await engine.call('verify.latest', { case: id });
  if (verification === null) throw new Error('The check left no result.');
  if (access === 'read') note('The case is read-only: the verdicts are told, and not kept in it.');
  if (args.has('json')) await printVerifyJson(engine, id, verification, args.has('all'));
  else await printVerifyText(engine, id, verification, args.has('all'));
  if (report !== undefined) await writeReport(engine, id, report, args.has('overwrite'));
  return verification.overall === 'intact' ? 0 : 1;
}

async function validate(engine: Engine, args: Arguments): Promise<ExitCode> {
  const [target = ''] = args.positionals;
  for (const name of ['json', 'all', 'report'])
    if (args.has(name) || args.text(name) !== undefined)
      throw new UsageError(`--${name} does not go with --format awscli.`);
  const trailArn = args.text('trail');
  const home = /^arn:aws[a-z-]*:cloudtrail:([a-z0-9-]+):\d{12}:trail\//.exec(trailArn ?? '')?.[1];
  if (trailArn === undefined || home === undefined)
    throw new UsageError('--format awscli takes the ARN of a trail: --trail arn:aws:cloudtrail:…');
  const fromMs = timeOption(args, 'since');
  if (fromMs === null) throw new UsageError('--format awscli takes the time to begin at: --since TIME');
  const keys = await keysGrant(engine, args);
  const { case: id } = await openCase(engine, target, 'read');
  const question = {
    trailArn,
    account: args.text('account') ?? null,
    region: args.text('region') ?? home,
    bucket: null,
    fromMs,
    untilMs: timeOption(args, 'until') ?? Date.now(),
    isVerbose: args.has('verbose'),
  };
  let isValid = true;
  for await (const { stream, text } of engine.stream('verify.text', { case: id, keys, ...question })) {
    // The anchor prints what is wrong to stderr, and its exit code does not tell; ours does.
    if (stream === 'error') {
      isValid = false;
      process.stderr.write(terminalLines(text));
    } else await print(terminalLines(text));
  }
  return isValid ? 0 : 1;
}

function terminalLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(terminalText).join('\t'))
    .join('\n');
}

async function writeReport(engine: Engine, id: string, file: string, overwrite: boolean): Promise<void> {
  const { token } = await engine.grantPath(path.resolve(file), 'save');
  const { job } = await engine.call('report.start', {
    case: id,
    format: formatOfReport(file),
    target: token,
    overwrite,
  });
  const { error, exportResult } = await waitForJob(engine, job);
  if (error !== null) throw AppError.fromShape(error);
  note(`The report is in ${terminalText(file)}, SHA-256 ${exportResult?.sha256 ?? 'unknown'}.`);
}

function formatOfReport(file: string): 'html' | 'json' {
  const ending = path.extname(file).toLowerCase();
  if (ending === '.html' || ending === '.htm') return 'html';
  if (ending === '.json') return 'json';
  throw new UsageError(`--report takes a name that ends in .html or .json, not “${terminalText(file)}”.`);
}

function formatOf(args: Arguments): (typeof formats)[number] {
  const given = args.text('format') ?? 'text';
  const format = formats.find((name) => name === given);
  if (format === undefined)
    throw new UsageError(`--format takes text or awscli, not “${terminalText(given)}”.`);
  return format;
}

function choiceOf(args: Arguments): VerifyChoice {
  const list = (name: string): string[] =>
    (args.text(name) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const fromMs = timeOption(args, 'since');
  const untilMs = timeOption(args, 'until');
  if (fromMs !== null && untilMs !== null && fromMs > untilMs)
    throw new UsageError('--since is after --until.');
  return { fromMs, untilMs, accounts: list('account'), regions: list('region'), trails: list('trail') };
}

async function keysGrant(engine: Engine, args: Arguments): Promise<string | null> {
  const file = args.text('keys');
  return file === undefined ? null : (await engine.grantPath(path.resolve(file), 'file')).token;
}
