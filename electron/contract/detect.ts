import './no-eval.ts';
import { z } from 'zod';
import { errorShape } from './protocol.ts';

/** Sigma's levels, the least first. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export const level = z.enum(levels);
export type Level = z.infer<typeof level>;

const count = z.number().int().nonnegative();
const epochMs = z.number();
const text = z.string().max(20_000);

/** A number for every level. */
export const levelCounts = z.object({
  informational: count,
  low: count,
  medium: count,
  high: count,
  critical: count,
});
export type LevelCounts = z.infer<typeof levelCounts>;

/** What a person said of a finding. */
export const findingStates = ['open', 'truePositive', 'falsePositive'] as const;
export const findingState = z.enum(findingStates);
export type FindingState = z.infer<typeof findingState>;

/** A rule that was run over the case. */
export const ruleInfo = z.object({
  id: z.string(),
  kind: z.enum(['events', 'correlation']),
  origin: z.enum(['sigma', 'cis']),
  title: z.string(),
  description: z.string().nullable(),
  level,
  status: z.string().nullable(),
  tags: z.array(z.string()),
  /** ATT&CK tactics, as `initial-access`. */
  tactics: z.array(z.string()),
  references: z.array(z.string()),
  falsePositives: z.array(z.string()),
  /** Relative to what was loaded; null where it came from no file. */
  file: z.string().nullable(),
  /** What it asks for: a filter, or of a correlation a sentence. */
  explanation: z.string(),
  /** Its findings, suppressed ones too, and their events. */
  findings: count,
  events: count,
});
export type RuleInfo = z.infer<typeof ruleInfo>;

export const unusableRule = z.object({ file: z.string(), title: z.string().nullable(), reason: z.string() });
export type UnusableRule = z.infer<typeof unusableRule>;

/** The rules that were chosen last, and how far they have been run. */
export const ruleRun = z.object({
  /** When they were chosen. */
  atMs: epochMs,
  /** When they were run last, perhaps by an import. */
  ranAtMs: epochMs,
  /** Every event of the case was looked at. */
  isCurrent: z.boolean(),
  /** False in a case that is open read-only: the findings end with it. */
  isKept: z.boolean(),
  minLevel: level.nullable(),
  rules: z.array(ruleInfo),
  unusable: z.array(unusableRule),
  /** Documents for other products, by `product/service`. */
  passedOver: z.array(z.object({ product: z.string(), count })),
  /** Rules that were left out for their level. */
  belowMinLevel: count,
});
export type RuleRun = z.infer<typeof ruleRun>;

/** Who a suppression is about. */
export const suppressedActor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('any') }),
  /** Null: events without an actor. */
  z.object({ kind: z.literal('one'), actor: z.string().max(20_000).nullable() }),
]);
export type SuppressedActor = z.infer<typeof suppressedActor>;

export const suppression = z.object({
  id: count,
  rule: z.string(),
  /** Of the rule as it was then. */
  title: z.string(),
  actor: suppressedActor,
  reason: z.string(),
  atMs: epochMs,
  /** Null while it holds. */
  liftedAtMs: epochMs.nullable(),
  /** Findings that it hides now. */
  findings: count,
});
export type Suppression = z.infer<typeof suppression>;

/** Events that one rule found of one actor. `rule` and `actor` name it. */
export const finding = z.object({
  rule: z.string(),
  title: z.string(),
  origin: z.enum(['sigma', 'cis']),
  level,
  tactics: z.array(z.string()),
  /** Null: events without an actor. */
  actor: z.string().nullable(),
  events: count,
  /** Of `events`, those without a time. */
  undated: count,
  /** Null where none has a time. */
  firstMs: epochMs.nullable(),
  lastMs: epochMs.nullable(),
  /** Leads to exactly these events; where `isFilterExact` is false, to some more. */
  filter: z.string(),
  isFilterExact: z.boolean(),
  state: findingState,
  note: z.string(),
  markedAtMs: epochMs.nullable(),
  suppression: z.object({ id: count, reason: z.string() }).nullable(),
});
export type Finding = z.infer<typeof finding>;

/** Which findings are meant. */
export const findingChoice = z.object({
  minLevel: level.nullable(),
  /** Null: any. */
  state: findingState.nullable(),
  suppressed: z.enum(['hide', 'only', 'show']),
  rule: z.string().max(1000).nullable(),
  /** In the title, the id of the rule or the actor. */
  text: z.string().max(500),
});
export type FindingChoice = z.infer<typeof findingChoice>;

/** Names of what a person marks or suppresses. */
export const findingName = z.object({ rule: z.string().max(1000), actor: text.nullable() });

export const findingMark = z.object({ state: findingState, note: z.string().max(10_000) });

/** How the findings of a case stand: those that are neither suppressed nor false positives. */
export const findingsSummary = z.object({
  /** Null while no rules were chosen. */
  ranAtMs: epochMs.nullable(),
  isCurrent: z.boolean(),
  findings: levelCounts,
  /** Why the rules could not be run over what an import brought; null when they were. */
  problem: errorShape.nullable(),
});
export type FindingsSummary = z.infer<typeof findingsSummary>;

/** For the timeline: what was found in a bar. */
export const findingBar = z.object({ fromMs: epochMs, worst: level, events: levelCounts });
export type FindingBar = z.infer<typeof findingBar>;

export const missingDataTreatments = ['notBreaching', 'breaching', 'ignore', 'missing'] as const;
export const alarmComparisons = ['>=', '>', '<=', '<'] as const;
const secondsOfWeek = 7 * 86_400;

/** Of a CloudWatch alarm. AWS takes no alarm that looks at more than a week. */
export const alarmSettings = z
  .object({
    periodSeconds: z.number().int().min(1).max(86_400),
    threshold: z.number(),
    comparison: z.enum(alarmComparisons),
    evaluationPeriods: z.number().int().min(1).max(10_080),
    datapointsToAlarm: z.number().int().min(1).max(10_080),
    treatMissingData: z.enum(missingDataTreatments),
  })
  .refine(({ datapointsToAlarm, evaluationPeriods }) => datapointsToAlarm <= evaluationPeriods, {
    message: 'There cannot be more data points to alarm than evaluation periods',
  })
  .refine(({ periodSeconds, evaluationPeriods }) => periodSeconds * evaluationPeriods <= secondsOfWeek, {
    message: 'The evaluation periods of an alarm are a week together at most',
  });
export type AlarmSettings = z.infer<typeof alarmSettings>;

const alarmInterval = z.object({
  /** The end of the period at which it rang. */
  fromMs: epochMs,
  /** The end of the period at which it went quiet; null: it was ringing at the end of what was simulated. */
  untilMs: epochMs.nullable(),
  /** The period that is furthest over the threshold, of those that made it ring; null where missing data alone did. */
  worst: z.object({ fromMs: epochMs, count }).nullable(),
});
export type AlarmInterval = z.infer<typeof alarmInterval>;

export const alarmSimulation = z.object({
  /** The first thousand. */
  intervals: z.array(alarmInterval),
  /** All of them. */
  total: count,
});
export type AlarmSimulation = z.infer<typeof alarmSimulation>;

/** What an alarm is made on: a pattern of CloudWatch Logs, a filter, or a rule that was run or is of the CIS set. */
export const alarmSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pattern'), pattern: text }),
  z.object({ kind: z.literal('filter'), filter: text }),
  z.object({ kind: z.literal('rule'), rule: z.string().max(1000) }),
]);
export type AlarmSource = z.infer<typeof alarmSource>;

/** A metric filter of the CIS benchmark. */
export const alarmRule = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  pattern: z.string(),
  /** The benchmark's alarm rings at so many events in a period. */
  threshold: count,
});
export type AlarmRule = z.infer<typeof alarmRule>;

/** An operand of `!=` in a pattern: a record without it does not match. */
export const missingOperand = z.object({
  path: z.string(),
  /** Events of the case without it; null where there is no case. */
  events: count.nullable(),
});
export type MissingOperand = z.infer<typeof missingOperand>;

export const alarmAnswer = z.object({
  filter: z.string(),
  title: z.string().nullable(),
  events: count,
  /** Of `events`; they are in no period. */
  undated: count,
  operands: z.array(missingOperand),
  simulation: alarmSimulation,
});
export type AlarmAnswer = z.infer<typeof alarmAnswer>;

export const patternCheck = z.object({
  /** The pattern in Spoor's language; null where it cannot be read. */
  filter: z.string().nullable(),
  error: errorShape.nullable(),
  operands: z.array(missingOperand),
});
export type PatternCheck = z.infer<typeof patternCheck>;
