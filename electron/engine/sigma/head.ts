import { type Level, level } from '../../contract/detect.ts';
import type { EventRule } from '../detect/rule.ts';
import type { JsonObject } from '../ingest/json.ts';
import { oneLine, quoted, RuleProblem } from './rule-problem.ts';

/** What a rule says of itself. */
export type Head = Omit<EventRule, 'kind' | 'filter' | 'text'>;

/** Far longer than any of SigmaHQ's. */
const limits = { title: 300, description: 10_000, item: 1000, items: 100 } as const;

/**
 * @param file the file as a person knows it
 * @throws RuleProblem
 */
export function headOf(document: JsonObject, file: string): Head {
  const title = titleOf(document);
  if (title === null) throw new RuleProblem('It has no title.');
  const tags = listOf(document.tags);
  return {
    id: textOf(document.id, limits.title)?.toLowerCase() ?? file,
    origin: 'sigma',
    title,
    description: textOf(document.description, limits.description),
    level: levelOf(document.level),
    status: textOf(document.status, limits.title),
    tags,
    tactics: [...new Set(tags.flatMap(tacticOf))],
    references: listOf(document.references),
    falsePositives: listOf(document.falsepositives),
    file,
  };
}

export function titleOf(document: JsonObject): string | null {
  const title = textOf(document.title, limits.title);
  return title === null ? null : oneLine(title, limits.title + 1);
}

/** A rule that does not say how much it matters claims nothing. */
function levelOf(given: unknown): Level {
  if (given === undefined || given === null) return 'informational';
  const known = level.safeParse(typeof given === 'string' ? given.toLowerCase() : given);
  if (known.success) return known.data;
  throw new RuleProblem(`Its level ${quoted(String(given))} is none of Sigma's.`);
}

/** `attack.initial_access`, but not the techniques (t1078), groups (g0016) and software (s0154) of ATT&CK. */
function tacticOf(tag: string): readonly string[] {
  const name = /^attack\.([a-z][a-z_-]+)$/i.exec(tag)?.[1];
  return name === undefined ? [] : [name.toLowerCase().replaceAll('_', '-')];
}

function listOf(given: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  return items.flatMap((item) => textOf(item, limits.item) ?? []).slice(0, limits.items);
}

function textOf(given: unknown, most: number): string | null {
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const text = String(given).trim();
  if (text === '') return null;
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
