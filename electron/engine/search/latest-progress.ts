import type { SearchProgress } from './search.ts';

/** The progress of some work as a stream: what came before anyone looked is passed over, the last value never. */
export async function* latestProgress(
  work: (onProgress: (progress: SearchProgress) => void) => Promise<unknown>,
): AsyncGenerator<SearchProgress> {
  let latest: SearchProgress | null = null;
  let wake = (): void => {};
  let end: { readonly error: unknown } | 'done' | null = null;
  const notify = (): void => wake();
  work((progress) => {
    latest = progress;
    notify();
  }).then(
    () => {
      end = 'done';
      notify();
    },
    (error: unknown) => {
      end = { error };
      notify();
    },
  );
  for (;;) {
    const next: SearchProgress | null = takeLatest();
    if (next !== null) yield next;
    else if (hasEnded()) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }

  function takeLatest(): SearchProgress | null {
    const taken = latest;
    latest = null;
    return taken;
  }

  function hasEnded(): boolean {
    if (end === null) return false;
    if (end !== 'done') throw end.error;
    return true;
  }
}
