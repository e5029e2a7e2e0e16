import type { Client } from '../contract/api.ts';
import { csvText } from '../contract/csv.ts';
import type { Finding, FindingChoice, RuleRun } from '../contract/detect.ts';
import type { RuleAlarm } from './alarm-options.ts';
import { noteMissing } from './filter-argument.ts';
import { counted, isoTime, isoTimeOrNull, note, print } from './output.ts';
import { exactText, table, terminalJson, terminalText } from './terminal-text.ts';

export interface DetectOutput {
  readonly engine: Client;
  readonly id: string;
  readonly run: RuleRun;
  readonly alarms: readonly RuleAlarm[] | null;
  readonly suppressed: FindingChoice['suppressed'];
}

/** What was printed. */
export interface Printed {
  /** Findings that are neither suppressed nor false positives. */
  readonly standing: number;
}

const pageRows = 1000;

/** One JSON object, piece by piece. */
export async function findingsJson(output: DetectOutput): Promise<Printed> {
  const { run, alarms } = output;
  const rules = {
    loaded: run.rules.length,
    belowMinLevel: run.belowMinLevel,
    unusable: run.unusable,
    passedOver: Object.fromEntries(run.passedOver.map(({ product, count }) => [product, count])),
  };
  await print(`{\n  "rules": ${terminalJson(rules)},\n  "findings": [`);
  let between = '\n';
  const standing = await eachFinding(output, async (finding) => {
    await print(`${between}    ${terminalJson(findingJson(finding))}`);
    between = ',\n';
  });
  await print(between === '\n' ? ']' : '\n  ]');
  if (alarms !== null) await print(`,\n  "alarms": ${terminalJson(alarms.map(alarmJson))}`);
  await print('\n}\n');
  return { standing };
}

function findingJson({ firstMs, lastMs, markedAtMs, isFilterExact, suppression, ...finding }: Finding) {
  return {
    ...finding,
    filterIsExact: isFilterExact,
    first: isoTimeOrNull(firstMs),
    last: isoTimeOrNull(lastMs),
    markedAt: isoTimeOrNull(markedAtMs),
    suppressed: suppression?.reason ?? null,
  };
}

function alarmJson({ rule, answer: { title, events, undated, operands, simulation } }: RuleAlarm) {
  return {
    ...{ rule, title, events, undated },
    missing: Object.fromEntries(operands.map(({ path, events: without }) => [path, without])),
    rang: simulation.total,
    intervals: simulation.intervals.map(({ fromMs, untilMs, worst }) => ({
      from: isoTime(fromMs),
      until: isoTimeOrNull(untilMs),
      worst: worst === null ? null : { from: isoTime(worst.fromMs), count: worst.count },
    })),
  };
}

const csvHeads = [
  ...['level', 'rule', 'title', 'actor', 'events', 'first', 'last', 'tactics', 'state', 'note'],
  ...['suppressed', 'filter', 'filterIsExact'],
];

export async function findingsCsv(output: DetectOutput): Promise<Printed> {
  await print(csvText([csvHeads], { formulaGuard: false }));
  const standing = await eachFinding(output, async (finding) => {
    const { level, rule, title, actor, events, tactics, state, note: said, suppression, filter } = finding;
    const times = [isoTimeOrNull(finding.firstMs), isoTimeOrNull(finding.lastMs)];
    const row = [
      ...[level, rule, title, actor, String(events), ...times, tactics.join('; '), state, said],
      ...[suppression?.reason ?? null, filter, String(finding.isFilterExact)],
    ];
    await print(exactText(csvText([row], { formulaGuard: true }), process.stdout.isTTY));
  });
  return { standing };
}

export async function findingsText(output: DetectOutput): Promise<Printed> {
  const { run, alarms, suppressed } = output;
  const rows: string[][] = [];
  let hidden = 0;
  const standing = await eachFinding(output, async (finding) => {
    const { level, title, actor, events, firstMs, lastMs, state, suppression } = finding;
    const standsFor = suppression === null ? state : 'suppressed';
    rows.push([
      ...[level, title, actor ?? '(no actor)', String(events), isoTimeOrNull(firstMs) ?? ''],
      ...[isoTimeOrNull(lastMs) ?? '', stateWords[standsFor]],
    ]);
  });
  if (suppressed === 'hide') hidden = (await pageOf(output, 'only', 0, 1)).total;
  await print(`${counted(run.rules.length, 'rule')}, ${counted(rows.length, 'finding')}\n`);
  if (rows.length > 0)
    await print(
      `\n${table(['level', 'rule', 'actor', 'events', 'first (UTC)', 'last (UTC)', 'mark'], rows)}`,
    );
  if (alarms !== null) await print(`\n${alarmsText(alarms)}`);
  if (run.unusable.length > 0)
    await print(
      `\n${table(
        ['rule that cannot be used', 'why'],
        run.unusable.map(({ file, reason }) => [file, reason]),
      )}`,
    );
  if (run.passedOver.length > 0) {
    const parts = run.passedOver.map(({ product, count }) => `${count} ${terminalText(product)}`);
    note(`Rules for other logs were passed over: ${parts.join(', ')}.`);
  }
  if (run.belowMinLevel > 0) note(`${counted(run.belowMinLevel, 'rule')} left out for the level.`);
  if (hidden > 0) note(`${counted(hidden, 'finding')} suppressed; --all shows them as well.`);
  for (const { answer } of alarms ?? [])
    for (const { path, events } of answer.operands) noteMissing(path, events ?? 0);
  return { standing };
}

const stateWords = {
  open: '',
  truePositive: 'true positive',
  falsePositive: 'false positive',
  suppressed: 'suppressed',
} as const;

function alarmsText(alarms: readonly RuleAlarm[]): string {
  const rows = alarms.flatMap(({ rule, answer: { simulation } }) => {
    if (simulation.total === 0) return [[rule, 'never', '', '']];
    const lines = simulation.intervals.map(({ fromMs, untilMs, worst }) => [
      ...[rule, isoTime(fromMs), isoTimeOrNull(untilMs) ?? 'still at the end'],
      worst === null ? '' : String(worst.count),
    ]);
    const others = simulation.total - simulation.intervals.length;
    return others === 0 ? lines : [...lines, [rule, `${others} more`, '', '']];
  });
  return table(['alarm', 'rang (UTC)', 'until (UTC)', 'events in the worst period'], rows);
}

/** @returns how many of them are neither suppressed nor false positives */
async function eachFinding(output: DetectOutput, use: (finding: Finding) => Promise<void>): Promise<number> {
  let standing = 0;
  for (let offset = 0; ; offset += pageRows) {
    const { total, rows } = await pageOf(output, output.suppressed, offset, pageRows);
    for (const finding of rows) {
      if (finding.suppression === null && finding.state !== 'falsePositive') standing += 1;
      await use(finding);
    }
    if (offset + rows.length >= total || rows.length === 0) return standing;
  }
}

function pageOf(
  { engine, id }: DetectOutput,
  suppressed: FindingChoice['suppressed'],
  offset: number,
  limit: number,
) {
  const choice = { minLevel: null, state: null, suppressed, rule: null, text: '' };
  return engine.call('findings.page', { case: id, ...choice, offset, limit });
}
