import { untilAborted } from '../../contract/abort.ts';
import { fieldByName } from '../../contract/fields.ts';
import { isAny, readFieldPrefix } from '../../contract/filter/path.ts';
import { recordName } from '../../contract/filter/record-names.ts';
import type { Step } from '../../contract/filter/syntax-tree.ts';
import type { FoundPaths, FoundValues } from '../../contract/saved-filters.ts';
import type { CaseSession } from '../case-session.ts';
import { type PathEntry, PathIndex, type PathValue } from './path-index.ts';
import { sampleRecords, usualLimits } from './record-sample.ts';

interface Sample {
  readonly revision: number;
  readonly index: Promise<{ readonly index: PathIndex; readonly sampled: number; readonly of: number }>;
}

/**
 * The paths and values that records of a case have, from a sample: completion offers what is there, and does not read
 * the whole case for it. A sample is good until the events of the case change.
 */
export class RecordPaths {
  readonly #samples = new WeakMap<CaseSession, Sample>();

  /** @throws the signal's reason */
  async paths(session: CaseSession, prefix: string, limit: number, signal: AbortSignal): Promise<FoundPaths> {
    const { index, sampled, of } = await untilAborted(this.#sampleOf(session), signal);
    const wanted = prefix.toLowerCase();
    const isExact = wanted.startsWith('$');
    const found: { readonly path: string; readonly count: number; readonly isStart: boolean }[] = [];
    for (const { keys, spelling, exact, count } of index.entries()) {
      const path = isExact ? exact : spelling;
      // What is a field is offered as one.
      if (!isExact && fieldByName(keys.join('.')) !== undefined) continue;
      const at = path.toLowerCase().indexOf(wanted);
      if (at >= 0) found.push({ path, count, isStart: at === 0 });
    }
    found.sort(
      (a, b) => Number(b.isStart) - Number(a.isStart) || b.count - a.count || (a.path < b.path ? -1 : 1),
    );
    return { sampled, of, paths: found.slice(0, limit).map(({ path, count }) => ({ path, count })) };
  }

  /** @param path as a filter writes it; without values where it is none. @throws the signal's reason */
  async values(
    session: CaseSession,
    path: string,
    text: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<FoundValues> {
    const { index, sampled, of } = await untilAborted(this.#sampleOf(session), signal);
    const keys = keysOf(path);
    const wanted = text.toLowerCase();
    const values = new Map<string, PathValue>();
    for (const entry of index.entries()) {
      if (keys === undefined || !isMeant(entry, keys)) continue;
      for (const [key, { value, isText, count }] of entry.values)
        if (value.toLowerCase().includes(wanted))
          values.set(key, { value, isText, count: count + (values.get(key)?.count ?? 0) });
    }
    const sorted = [...values.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { sampled, of, values: sorted.slice(0, limit) };
  }

  /** Begun once for all who ask; it goes on when one of them does not wait any more. */
  #sampleOf(session: CaseSession): Sample['index'] {
    const { revision } = session.columns;
    const known = this.#samples.get(session);
    if (known?.revision === revision) return known.index;
    const sample: Sample = { revision, index: takeSample(session) };
    this.#samples.set(session, sample);
    sample.index.catch(() => {
      // Whoever asked has the error; whoever asks next has another try.
      if (this.#samples.get(session) === sample) this.#samples.delete(session);
    });
    return sample.index;
  }
}

async function takeSample({ file }: CaseSession) {
  const index = new PathIndex();
  const counts = await sampleRecords(file.db, (record) => index.add(record), usualLimits);
  return { index, ...counts };
}

/** The keys of a path, `undefined` in the place of any key; the steps into lists are left out, as in the index. */
function keysOf(path: string): readonly (string | undefined)[] | undefined {
  const read = readFieldPrefix(`${path}:`, 0);
  if (read === undefined || read.end !== path.length + 1) return undefined;
  const name = read.steps.length === 1 && !read.hasQuotes ? recordName(read.spelling) : undefined;
  if (name !== undefined) return [name];
  return read.steps
    .filter((step: Step) => typeof step === 'string' || isAny(step, 'key'))
    .map((step) => (typeof step === 'string' ? step : undefined));
}

function isMeant({ keys }: PathEntry, wanted: readonly (string | undefined)[]): boolean {
  return keys.length === wanted.length && wanted.every((key, at) => key === undefined || key === keys[at]);
}
