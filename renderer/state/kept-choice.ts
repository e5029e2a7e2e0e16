import { create, type StoreApi, type UseBoundStore } from 'zustand';

type Change<T> = Partial<T> | ((before: T) => Partial<T>);

interface OfCase<T> {
  readonly caseId: string | null;
  readonly choice: T;
}

export interface KeptChoice<T> {
  readonly initial: T;
  readonly useStore: UseBoundStore<StoreApi<OfCase<T>>>;
}

/** A place for what is chosen on one part of a page, for {@link useKeptChoice}. */
export function keptChoice<T extends object>(initial: T): KeptChoice<T> {
  return { initial, useStore: create<OfCase<T>>(() => ({ caseId: null, choice: initial })) };
}

/**
 * What a person chose, kept while they look at another page: whoever follows a line to its events comes back to where
 * they were. Another case begins with what is chosen at first.
 */
export function useKeptChoice<T extends object>(
  { initial, useStore }: KeptChoice<T>,
  caseId: string,
): readonly [choice: T, change: (change: Change<T>) => void] {
  const choiceIn = (kept: OfCase<T>): T => (kept.caseId === caseId ? kept.choice : initial);
  const choice = useStore(choiceIn);
  const change = (next: Change<T>): void =>
    useStore.setState((kept) => {
      const before = choiceIn(kept);
      return { caseId, choice: { ...before, ...(typeof next === 'function' ? next(before) : next) } };
    });
  return [choice, change];
}
