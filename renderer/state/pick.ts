import { create } from 'zustand';
import type { Grant, PickWant } from '../../electron/contract/api.ts';
import { currentHost } from './host.ts';

/** What the person chose. `mayOverwrite`: a file that is there already may be replaced; they were asked. */
export interface Picked {
  readonly grants: readonly Grant[];
  readonly mayOverwrite: boolean;
}

/** A choice to be made in the page, because the host has no dialog of its own. */
export interface BrowseRequest {
  readonly want: PickWant;
  readonly roots: readonly Grant[];
  readonly suggestedName: string;
  readonly answer: (picked: Picked | null) => void;
}

interface BrowseState {
  readonly request: BrowseRequest | null;
}

/** What the file browser dialog shows, if anything. */
export const useBrowse = create<BrowseState>(() => ({ request: null }));

/** Lets the person choose, in the host's own dialog or in the page. Null when they thought better of it. */
export async function pick(want: PickWant, suggestedName = ''): Promise<Picked | null> {
  const result = await currentHost().call('host.pick', { want, suggestedName });
  if (result.kind === 'cancelled') return null;
  // The system's save dialog has asked about a file that is there.
  if (result.kind === 'granted')
    return result.grants.length === 0 ? null : { grants: result.grants, mayOverwrite: true };
  useBrowse.getState().request?.answer(null);
  return new Promise((resolve) => {
    const answer = (picked: Picked | null): void => {
      useBrowse.setState({ request: null });
      resolve(picked);
    };
    useBrowse.setState({ request: { want, roots: result.roots, suggestedName, answer } });
  });
}
