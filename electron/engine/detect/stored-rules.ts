import { z } from 'zod';
import { level } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import type { EventRule, Rule } from './rule.ts';

const texts = z.array(z.string());
const head = {
  id: z.string(),
  origin: z.enum(['sigma', 'cis']),
  title: z.string(),
  description: z.string().nullable(),
  level,
  status: z.string().nullable(),
  tags: texts,
  tactics: texts,
  references: texts,
  falsePositives: texts,
  file: z.string().nullable(),
};
const stored = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('events'), text: z.string() }),
  z.object({
    ...head,
    kind: z.literal('correlation'),
    type: z.enum(['event_count', 'value_count', 'temporal', 'temporal_order']),
    rules: texts,
    groupBy: texts,
    windowMs: z.number(),
    condition: z
      .object({ operator: z.enum(['gt', 'gte', 'lt', 'lte', 'eq', 'neq']), count: z.number() })
      .nullable(),
    valueField: z.string().nullable(),
    generates: z.boolean(),
  }),
]);
/** Rules as the case keeps them: a filter is its text. */
export const storedRules = z.array(stored);
export type StoredRule = z.infer<typeof stored>;

export function storedOf(rules: readonly Rule[]): readonly StoredRule[] {
  return storedRules.parse(rules);
}

/** @throws AppError `damaged-case` for a rule whose text is no filter */
export function rulesOf(kept: readonly StoredRule[]): readonly Rule[] {
  return kept.map((rule): Rule => (rule.kind === 'events' ? withFilter(rule) : rule));
}

function withFilter(rule: StoredRule & { readonly kind: 'events' }): EventRule {
  try {
    return { ...rule, filter: parseFilter(rule.text) };
  } catch (cause) {
    throw new AppError('damaged-case', `The case is damaged: its rule “${rule.title}” cannot be read.`, {
      cause,
      advice: 'Choose the rules again.',
    });
  }
}
