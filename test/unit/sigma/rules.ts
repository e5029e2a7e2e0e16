import type { EventRule, RuleSet } from '../../../electron/engine/detect/rule.ts';
import { columnsOf, compileRecordTest } from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';
import { isObject } from '../../../electron/engine/ingest/json.ts';
import { emptyEvent, project } from '../../../electron/engine/ingest/project.ts';
import { documentsOf } from '../../../electron/engine/sigma/documents.ts';
import { RuleSetBuilder } from '../../../electron/engine/sigma/rule-set.ts';

/** What becomes of the text of a file of rules. */
export function ruleSetOf(text: string, values?: ReadonlyMap<string, readonly string[]>): RuleSet {
  const builder = new RuleSetBuilder(values);
  for (const document of documentsOf(text)) builder.add('rule.yml', document);
  return builder.finish();
}

/** A rule on CloudTrail with this detection, in YAML from the first column on. */
export function ruleText(detection: string, head = 'id: one'): string {
  const indented = detection.trimEnd().replace(/^/gm, '  ');
  return `title: A rule\n${head}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n${indented}\n`;
}

/** The one rule on events that a detection becomes. */
export function eventRule(detection: string, values?: ReadonlyMap<string, readonly string[]>): EventRule {
  const { rules, unusable } = ruleSetOf(ruleText(detection), values);
  const [rule] = rules;
  if (rules.length === 1 && rule?.kind === 'events') return rule;
  throw new Error(`No rule: ${JSON.stringify(unusable)}`);
}

/** Why a detection cannot be used; null when it can. */
export function refusalOf(detection: string, values?: ReadonlyMap<string, readonly string[]>): string | null {
  return ruleSetOf(ruleText(detection), values).unusable[0]?.reason ?? null;
}

/** Whether a rule finds a record, as the case would have it: columns made from the record. */
export function finds({ filter }: Pick<EventRule, 'filter'>, record: unknown): boolean {
  const event = emptyEvent();
  if (isObject(record)) project(record, { account: null, region: null }, event);
  const parsed = parseRecord(typeof record === 'string' ? record : JSON.stringify(record));
  return compileRecordTest(filter)(parsed, columnsOf(event, { object: null, verdict: null }));
}

/** Of several records, which a selection of this YAML finds: their places. */
export function found(
  selection: string,
  records: readonly unknown[],
  values?: ReadonlyMap<string, readonly string[]>,
): readonly number[] {
  const rule = eventRule(`s:\n${selection.trimEnd().replace(/^/gm, '  ')}\ncondition: s`, values);
  return records.flatMap((record, at) => (finds(rule, record) ? [at] : []));
}
