import type { VerifiedObject } from '../../../electron/contract/integrity.ts';

/** Files next to each other of which the same is said. */
export interface RowGroup {
  readonly first: VerifiedObject;
  readonly objects: readonly VerifiedObject[];
  /** From the earliest to the latest of them; null where none has a time. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly events: number;
}

/** Fewer than so many are rows of their own. */
const least = 4;

/** Rows as they are to be shown: what is alike and next to each other is told once. */
export function groupRows(rows: readonly VerifiedObject[]): readonly RowGroup[] {
  const runs: VerifiedObject[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && likeness(run[0]) === likeness(row)) run.push(row);
    else runs.push([row]);
  }
  return runs
    .flatMap((run) => (run.length < least ? run.map((row) => groupOf([row])) : [groupOf(run)]))
    .flat();
}

function groupOf(objects: readonly VerifiedObject[]): RowGroup[] {
  const [first] = objects;
  if (first === undefined) return [];
  const starts = objects.flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs]));
  const ends = objects.flatMap(({ untilMs }) => (untilMs === null ? [] : [untilMs]));
  return [
    {
      first,
      objects,
      fromMs: starts.length === 0 ? null : Math.min(...starts),
      untilMs: ends.length === 0 ? null : Math.max(...ends),
      events: objects.reduce((sum, { events }) => sum + events, 0),
    },
  ];
}

function likeness({ kind, verdict, reason, account, region }: VerifiedObject): string {
  return JSON.stringify([kind, verdict, reason, account, region]);
}
