import { AppError } from '../../contract/errors.ts';
import type { RuleSet } from '../detect/rule.ts';
import { documentsOf } from './documents.ts';
import { readRuleFile, ruleFilesOf } from './rule-files.ts';
import { quoted } from './rule-problem.ts';
import { RuleSetBuilder } from './rule-set.ts';

export interface LoadOptions {
  /** What the placeholders of `expand` stand for; see {@link loadPlaceholderValues}. */
  readonly values?: ReadonlyMap<string, readonly string[]>;
  readonly signal?: AbortSignal;
}

/**
 * Loads Sigma rules from files and folders. What cannot be used is told in the result, with the reason; rules for other
 * products are counted there.
 *
 * @throws the signal's reason
 */
export async function loadSigmaRules(
  paths: readonly string[],
  { values, signal }: LoadOptions = {},
): Promise<RuleSet> {
  const builder = new RuleSetBuilder(values);
  /** A folder, and a file in it as well. */
  const read = new Set<string>();
  for (const root of paths) {
    for await (const file of ruleFilesOf(root)) {
      signal?.throwIfAborted();
      if (file.kind === 'problem') {
        builder.refuse(file.name, null, file.reason);
        continue;
      }
      if (read.has(file.path)) continue;
      read.add(file.path);
      const content = await readRuleFile(file.path);
      if ('reason' in content) builder.refuse(file.name, null, content.reason);
      else for (const document of documentsOf(content.text)) builder.add(file.name, document);
    }
  }
  signal?.throwIfAborted();
  return builder.finish();
}

/**
 * The values of placeholders from a YAML or JSON file: `Admins: [alice, bob]`.
 *
 * @throws AppError `unreadable`
 */
export async function loadPlaceholderValues(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const content = await readRuleFile(file);
  if ('reason' in content) throw unreadable(file, content.reason);
  const values = new Map<string, readonly string[]>();
  for (const document of documentsOf(content.text)) {
    if (document.kind === 'problem') throw unreadable(file, document.reason);
    for (const [name, given] of Object.entries(document.content)) {
      const items: readonly unknown[] = Array.isArray(given) ? given : [given];
      values.set(
        name,
        items.map((item) => {
          if (typeof item === 'string' || typeof item === 'number') return String(item);
          throw unreadable(file, `A value of ${quoted(name)} is no text.`);
        }),
      );
    }
  }
  return values;
}

function unreadable(file: string, reason: string): AppError {
  return new AppError('unreadable', `The values in ${file} cannot be used. ${reason}`, {
    advice: 'Write a line for each placeholder, such as  Admins: [alice, bob]',
  });
}
