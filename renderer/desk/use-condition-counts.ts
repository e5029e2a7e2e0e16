import { useEffect, useState } from 'react';
import { conditionsOf, without } from '../../electron/contract/filter/edit.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import type { Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { countExactly } from './count-exactly.ts';

/** A condition of a filter that no event meets, as text, with what it would take to have events again. */
export interface ConditionTrial {
  readonly condition: string;
  /** The filter without it. */
  readonly rest: string;
}

export interface ConditionCount extends ConditionTrial {
  /** Events that meet this condition and none of the others need hold; null until it is counted. */
  readonly alone: number | null;
  /** Events that meet all the others. */
  readonly left: number | null;
}

/** The conditions that must all hold, each once. */
export function trialsOf(filter: Filter): readonly ConditionTrial[] {
  const trials = conditionsOf(filter).map((condition) => ({
    condition: printFilter(condition),
    rest: printFilter(without(filter, condition)),
  }));
  return trials.filter((trial, at) => trials.findIndex((one) => one.condition === trial.condition) === at);
}

/** Counts each condition by itself, and what is left without it. */
export function useConditionCounts(
  caseId: string,
  withDuplicates: boolean,
  trials: readonly ConditionTrial[],
): readonly ConditionCount[] {
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  const question = JSON.stringify([caseId, withDuplicates, ...trials]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question holds all of it.
  useEffect(() => {
    const abort = new AbortController();
    setCounts(new Map());
    const count = async (filter: string): Promise<void> => {
      const { matched } = await countExactly({ case: caseId, filter, withDuplicates }, abort.signal);
      if (!abort.signal.aborted) setCounts((before) => new Map(before).set(filter, matched));
    };
    for (const filter of new Set(trials.flatMap(({ condition, rest }) => [condition, rest])))
      count(filter).catch(() => {
        // Without the number the button still works.
      });
    return () => abort.abort();
  }, [question]);
  return trials.map((trial) => ({
    ...trial,
    alone: counts.get(trial.condition) ?? null,
    left: counts.get(trial.rest) ?? null,
  }));
}
