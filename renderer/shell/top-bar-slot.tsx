import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';

let slot: HTMLElement | null = null;
const listeners = new Set<() => void>();

/** The top bar's own element, for `ref`: what a page puts into {@link TopBarSlot} appears in it. */
export function setTopBarSlot(element: HTMLElement | null): void {
  slot = element;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows its children in the middle of the top bar: where the review desk has its filter bar. */
export function TopBarSlot({ children }: { readonly children: ReactNode }) {
  const element = useSyncExternalStore(subscribe, () => slot);
  return element === null ? null : createPortal(children, element);
}
