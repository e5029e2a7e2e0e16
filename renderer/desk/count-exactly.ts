import type { Params, Result } from '../../electron/contract/api.ts';
import { currentHost } from '../state/host.ts';

/** Counts what a filter leaves, after the records were searched for what columns cannot answer. */
export async function countExactly(
  selection: Params<'events.search'>,
  signal: AbortSignal,
): Promise<Result<'events.view'>> {
  const host = currentHost();
  for await (const _ of host.stream('events.search', selection, signal)) signal.throwIfAborted();
  return host.call('events.view', { ...selection, histogram: null, facets: [], page: null }, signal);
}
