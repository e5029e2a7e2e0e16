import { createHash } from 'node:crypto';
import type { Rule } from './rule.ts';
import type { StoredRule } from './stored-rules.ts';

/** For each rule a hash of what it asks for, by its id: another one is another rule, whatever its title says. */
export function ruleVersions(rules: readonly (Rule | StoredRule)[]): ReadonlyMap<string, string> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const versions = new Map<string, string>();
  const versionOf = (rule: Rule | StoredRule, above: ReadonlySet<string>): string => {
    const known = versions.get(rule.id);
    if (known !== undefined) return known;
    const version = createHash('sha256')
      .update(JSON.stringify(meaningOf(rule, above)))
      .digest('hex');
    versions.set(rule.id, version);
    return version;
  };
  const meaningOf = (rule: Rule | StoredRule, above: ReadonlySet<string>): readonly unknown[] => {
    if (rule.kind === 'events') return [rule.kind, rule.text];
    const inside = new Set([...above, rule.id]);
    const parts = rule.rules.map((id) => {
      const part = byId.get(id);
      // A rule that builds on itself is nothing that could be run; its name must do.
      return part === undefined || inside.has(id) ? id : versionOf(part, inside);
    });
    const { kind, type, groupBy, windowMs, condition, valueField } = rule;
    return [kind, type, parts, groupBy, windowMs, condition, valueField];
  };
  for (const rule of rules) versionOf(rule, new Set());
  return versions;
}
