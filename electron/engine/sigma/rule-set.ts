import { and } from '../../contract/filter/build.ts';
import type { CorrelationRule, EventRule, Rule, RuleSet } from '../detect/rule.ts';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { correlationOf } from './correlation.ts';
import { compileDetection, type Detection, detectionOf, settled } from './detection.ts';
import type { Document } from './documents.ts';
import type { Translation } from './field-condition.ts';
import { type Head, headOf, titleOf } from './head.ts';
import { quoted, RuleProblem, reasonOf } from './rule-problem.ts';

/** A rule on CloudTrail as it is written, and the filters that narrow it. */
interface Draft {
  readonly head: Head;
  readonly detection: Detection;
  readonly narrowedBy: Detection[];
}

interface Waiting {
  readonly file: string;
  readonly content: JsonObject;
}

/**
 * Puts documents together as they come, in any order: filters and correlations name rules that may follow them. A
 * filter (`filter:`) becomes a part of the rules that it names and none of its own.
 */
export class RuleSetBuilder {
  readonly #values: Translation['values'];
  readonly #drafts: Draft[] = [];
  readonly #usable = new Set<Draft>();
  readonly #filters: Waiting[] = [];
  readonly #correlations: Waiting[] = [];
  readonly #rules: Rule[] = [];
  readonly #unusable: { file: string; title: string | null; reason: string }[] = [];
  /** Files in the order in which they came. */
  readonly #places = new Map<string, number>();
  readonly #passedOver = new Map<string, number>();
  /** Which logsource a rule for another product has, by its id and name. */
  readonly #elsewhere = new Map<string, string>();
  readonly #named = new Map<string, Draft>();
  /** The file that each id was first found in. */
  readonly #ids = new Map<string, string>();

  constructor(values: Translation['values']) {
    this.#values = values;
  }

  /** What cannot be used, for a reason that is no document's. */
  refuse(file: string, title: string | null, reason: string): void {
    this.#note(file);
    this.#unusable.push({ file, title, reason });
  }

  add(file: string, document: Document): void {
    this.#note(file);
    if (document.kind === 'problem') {
      this.refuse(file, null, document.reason);
      return;
    }
    const { content } = document;
    this.#guarded({ file, content }, () => {
      if (content.correlation !== undefined) this.#correlations.push({ file, content });
      else if (content.detection === undefined && content.filter === undefined)
        throw new RuleProblem('It is no Sigma rule: it has no detection, correlation or filter.');
      else this.#addForSource({ file, content });
    });
  }

  /** Nothing can be added after it. */
  finish(): RuleSet {
    for (const waiting of this.#filters) this.#guarded(waiting, () => this.#narrow(waiting.content));
    for (const draft of this.#drafts) this.#settle(draft);
    for (const waiting of this.#correlations) this.#guarded(waiting, () => this.#correlate(waiting));
    // What only shows at the end stands among the others of its file.
    const placeOf = ({ file }: { readonly file: string }): number => this.#places.get(file) ?? 0;
    const unusable = [...this.#unusable].sort((a, b) => placeOf(a) - placeOf(b));
    return { rules: this.#rules, unusable, passedOver: this.#passedOver };
  }

  #note(file: string): void {
    if (!this.#places.has(file)) this.#places.set(file, this.#places.size);
  }

  #guarded({ file, content }: Waiting, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.refuse(file, titleOf(content), reasonOf(error));
    }
  }

  #addForSource(waiting: Waiting): void {
    const { file, content } = waiting;
    const source = sourceOf(content.logsource);
    if (source !== 'aws/cloudtrail') {
      this.#passOver(source);
      for (const name of namesOf(content)) this.#elsewhere.set(name, source);
      return;
    }
    if (content.detection === undefined) {
      this.#filters.push(waiting);
      return;
    }
    const detection = detectionOf(content.detection);
    const head = this.#withOwnId(headOf(content, file));
    const draft: Draft = { head, detection, narrowedBy: [] };
    this.#drafts.push(draft);
    for (const name of [head.id, ...namesOf(content)])
      if (!this.#named.has(name)) this.#named.set(name, draft);
  }

  #passOver(source: string): void {
    this.#passedOver.set(source, (this.#passedOver.get(source) ?? 0) + 1);
  }

  /** Documents of one file may share an id (`action: global`); that of another file is the same rule again. */
  #withOwnId(head: Head): Head {
    const file = head.file ?? '';
    const first = this.#ids.get(head.id);
    if (first !== undefined && first !== file)
      throw new RuleProblem(`It has the same id as the rule in ${first}.`);
    let id = head.id;
    for (let n = 2; this.#ids.has(id); n += 1) id = `${head.id}#${n}`;
    this.#ids.set(id, file);
    return { ...head, id };
  }

  #narrow(content: JsonObject): void {
    if (!isObject(content.filter)) throw new RuleProblem('Its filter is no list of selections.');
    const { rules, ...written } = content.filter;
    const detection = detectionOf(written);
    if (detection.aggregation !== null)
      throw new RuleProblem('A filter looks at single events, not at a time.');
    // A mistake in it is one of the filter, and of no rule.
    settled((columns) => compileDetection(detection, this.#values, columns));
    const drafts = rules === undefined || rules === 'any' ? this.#drafts : this.#draftsNamed(rules);
    if (drafts.length === 0) throw new RuleProblem('There is no rule that it could narrow.');
    for (const { narrowedBy } of drafts) narrowedBy.push(detection);
  }

  #draftsNamed(rules: unknown): readonly Draft[] {
    const names: readonly unknown[] = Array.isArray(rules) ? rules : [rules];
    return [...new Set(names.flatMap((name) => this.#named.get(referenceOf(name)) ?? []))];
  }

  #settle(draft: Draft): void {
    const { head, detection } = draft;
    const { aggregation } = detection;
    try {
      if (aggregation === null) {
        this.#rules.push(this.#eventRule(draft, head.id));
        this.#usable.add(draft);
        return;
      }
      const { windowMs } = aggregation;
      const shared = { ...head, kind: 'correlation', windowMs, generates: false } as const;
      if (aggregation.kind === 'count') {
        const { valueField, groupBy, condition } = aggregation;
        const events = this.#eventRule(draft, `${head.id}#events`);
        const type = valueField === null ? 'event_count' : 'value_count';
        this.#rules.push(events, { ...shared, type, rules: [events.id], groupBy, condition, valueField });
        return;
      }
      const parts = aggregation.selections.map((name) =>
        this.#eventRule(
          { ...draft, detection: { ...detection, conditions: [name] } },
          `${head.id}#${name}`,
          name,
        ),
      );
      const rules = parts.map(({ id }) => id);
      this.#rules.push(...parts, {
        ...shared,
        type: 'temporal',
        rules,
        groupBy: [],
        condition: null,
        valueField: null,
      });
    } catch (error) {
      this.refuse(head.file ?? '', head.title, reasonOf(error));
    }
  }

  #eventRule({ head, detection, narrowedBy }: Draft, id: string, part?: string): EventRule {
    const { filter, text } = settled((columns) =>
      and(...[detection, ...narrowedBy].map((one) => compileDetection(one, this.#values, columns))),
    );
    const title = part === undefined ? head.title : `${head.title} (${part})`;
    return { ...head, id, title, kind: 'events', filter, text };
  }

  #correlate({ file, content }: Waiting): void {
    const { references, ...correlation } = correlationOf(content);
    const source = references
      .map((name) => this.#elsewhere.get(referenceOf(name)))
      .find((one) => one !== undefined);
    if (source !== undefined) {
      this.#passOver(source);
      return;
    }
    const rules = references.map((name) => this.#eventRuleNamed(name));
    const rule: CorrelationRule = {
      ...this.#withOwnId(headOf(content, file)),
      ...correlation,
      kind: 'correlation',
      rules,
    };
    this.#rules.push(rule);
  }

  #eventRuleNamed(name: string): string {
    const draft = this.#named.get(referenceOf(name));
    if (draft?.detection.aggregation === null && this.#usable.has(draft)) return draft.head.id;
    if (draft !== undefined && draft.detection.aggregation !== null)
      throw new RuleProblem(
        `It builds on ${quoted(name)}, which is a correlation itself; that is not supported.`,
      );
    throw new RuleProblem(`It builds on ${quoted(name)}, which is not among the rules that can be used.`);
  }
}

function sourceOf(logsource: unknown): string {
  if (!isObject(logsource)) throw new RuleProblem('It names no logsource.');
  const { product, service, category } = logsource;
  return `${wordOf(product)}/${wordOf(service ?? category)}`;
}

function wordOf(given: unknown): string {
  return typeof given === 'string' && given !== '' ? given.trim().toLowerCase().slice(0, 60) : 'any';
}

function namesOf({ id, name }: JsonObject): readonly string[] {
  return [id, name].filter((one) => typeof one === 'string').map(referenceOf);
}

function referenceOf(name: unknown): string {
  return String(name).trim().toLowerCase();
}
