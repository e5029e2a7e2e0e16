import path from 'node:path';
import { type Level, levels } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import type { Engine } from '../../engine/index.ts';
import { readAlarm, simulateAlarms } from '../alarm-options.ts';
import { type Arguments, type Command, type ExitCode, UsageError } from '../command.ts';
import { findingsCsv, findingsJson, findingsText } from '../detect-output.ts';
import { note } from '../output.ts';
import { openCase, waitForJob, withEngine } from '../session.ts';
import { terminalText } from '../terminal-text.ts';

const formats = ['text', 'json', 'csv'] as const;

export const detectCommand: Command = {
  name: 'detect',
  summary:
    'Runs Sigma rules and the metric filters of the CIS benchmark over a case, and keeps what they find.',
  usage:
    'CASE [--sigma DIR] [--cis] [--values FILE] [--min-level LEVEL] [--alarms …] [--json | --format csv] [--all]',
  minPositionals: 1,
  maxPositionals: 1,
  options: {
    sigma: { type: 'string' },
    cis: { type: 'boolean' },
    values: { type: 'string' },
    'min-level': { type: 'string' },
    alarms: { type: 'boolean' },
    period: { type: 'string' },
    threshold: { type: 'string' },
    'evaluation-periods': { type: 'string' },
    'datapoints-to-alarm': { type: 'string' },
    'missing-data': { type: 'string' },
    format: { type: 'string' },
    json: { type: 'boolean' },
    all: { type: 'boolean' },
  },
  optionHelp: {
    'sigma DIR': 'the Sigma rules for CloudTrail of a folder, or of one file',
    cis: 'the metric filters of the CIS AWS Foundations Benchmark',
    'values FILE': 'what the placeholders of the rules stand for, as YAML or JSON',
    'min-level LEVEL': `only rules of this level or a higher one: ${levels.join(', ')}`,
    alarms: 'with --cis: also when alarms on these metric filters would have rung',
    'period SECONDS': 'of such an alarm (default 300)',
    'threshold N': 'so many events in a period (default 1)',
    'evaluation-periods N': 'how many periods it looks at (default 1)',
    'datapoints-to-alarm N': 'how many of them have to reach it (default: all)',
    'missing-data HOW': 'notBreaching (default), breaching, ignore or missing',
    'format text|csv|json': 'how to print the findings (default text)',
    json: 'the same as --format json',
    all: 'also findings that are suppressed',
  },
  example: 'spoor detect review.spoor --sigma sigma/rules/cloud/aws --cis --min-level medium',
  notes:
    'Exit code 1 means that there are findings that are neither suppressed nor marked as false positives. The rules are remembered: what a later import brings is looked at by itself.',
  run: (args) => withEngine((engine) => detect(engine, args)),
};

async function detect(engine: Engine, args: Arguments): Promise<ExitCode> {
  const [target = ''] = args.positionals;
  const cis = args.has('cis');
  const folder = args.text('sigma');
  if (folder === undefined && !cis) throw new UsageError('Choose rules: --sigma DIR, --cis or both.');
  const format = readFormat(args);
  const minLevel = readLevel(args);
  const alarm = readAlarm(args);
  const sigma = folder === undefined ? [] : [await grantOf(engine, folder)];
  const valuesFile = args.text('values');
  const values = valuesFile === undefined ? null : await grantOf(engine, valuesFile);
  const { case: id, access } = await openCase(engine, target, 'write');
  const { job } = await engine.call('detect.start', { case: id, sigma, values, cis, minLevel });
  const ended = await waitForJob(engine, job);
  if (ended.error !== null) throw AppError.fromShape(ended.error);
  if (ended.state !== 'done') return 3;
  const { run } = await engine.call('detect.rules', { case: id });
  if (run === null) throw new Error('The run left no result.');
  if (access === 'read') note('The case is read-only: the findings are told, and not kept in it.');
  const alarms = alarm === null ? null : await simulateAlarms(engine, id, run, alarm);
  const suppressed = args.has('all') ? 'show' : 'hide';
  const output = { json: findingsJson, csv: findingsCsv, text: findingsText }[format];
  const { standing } = await output({ engine, id, run, alarms, suppressed });
  return standing === 0 ? 0 : 1;
}

async function grantOf(engine: Engine, file: string): Promise<string> {
  return (await engine.grantPath(path.resolve(file))).token;
}

function readFormat(args: Arguments): (typeof formats)[number] {
  const given = args.has('json') ? 'json' : (args.text('format') ?? 'text');
  const format = formats.find((one) => one === given);
  if (format === undefined) throw new UsageError(`--format takes ${formats.join(', ')}.`);
  if (format === 'csv' && args.has('alarms')) throw new UsageError('--alarms does not go with --format csv.');
  return format;
}

function readLevel(args: Arguments): Level | null {
  const given = args.text('min-level');
  if (given === undefined) return null;
  const level = levels.find((one) => one === given.toLowerCase());
  if (level !== undefined) return level;
  throw new UsageError(`--min-level takes ${levels.join(', ')}, not “${terminalText(given)}”.`);
}
