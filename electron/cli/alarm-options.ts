import type { Client } from '../contract/api.ts';
import {
  type AlarmAnswer,
  type AlarmSettings,
  alarmSettings,
  missingDataTreatments,
  type RuleRun,
} from '../contract/detect.ts';
import { type Arguments, UsageError } from './command.ts';

export interface RuleAlarm {
  readonly rule: string;
  readonly answer: AlarmAnswer;
}

const settingNames = ['period', 'threshold', 'evaluation-periods', 'datapoints-to-alarm', 'missing-data'];

/** The alarm of `--alarms`; null where none is asked for. @throws UsageError */
export function readAlarm(args: Arguments): AlarmSettings | null {
  if (!args.has('alarms')) {
    const given = settingNames.find((name) => args.text(name) !== undefined);
    if (given !== undefined) throw new UsageError(`--${given} goes with --alarms.`);
    return null;
  }
  if (!args.has('cis')) throw new UsageError('--alarms goes with --cis.');
  const evaluationPeriods = args.number('evaluation-periods', 1);
  const how = args.text('missing-data') ?? 'notBreaching';
  const treatMissingData = missingDataTreatments.find((one) => one === how);
  if (treatMissingData === undefined)
    throw new UsageError(`--missing-data takes ${missingDataTreatments.join(', ')}.`);
  const read = alarmSettings.safeParse({
    periodSeconds: args.number('period', 300),
    threshold: args.number('threshold', 1),
    comparison: '>=',
    evaluationPeriods,
    datapointsToAlarm: args.number('datapoints-to-alarm', evaluationPeriods),
    treatMissingData,
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`There is no such alarm: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
}

/** An alarm like that on each of the metric filters that were run. */
export async function simulateAlarms(
  engine: Client,
  id: string,
  { rules }: RuleRun,
  alarm: AlarmSettings,
): Promise<readonly RuleAlarm[]> {
  const alarms: RuleAlarm[] = [];
  for (const { id: rule, origin } of rules) {
    if (origin !== 'cis') continue;
    const source = { kind: 'rule', rule } as const;
    const request = { case: id, source, alarm, fromMs: null, untilMs: null };
    alarms.push({ rule, answer: await engine.call('alarms.simulate', request) });
  }
  return alarms;
}
