import { useCallback, useRef } from 'react';

interface FocusReturn {
  /** Call when a dialog opens, before the focus moves into it. */
  readonly remember: () => void;
  /** Call when it has closed. */
  readonly giveBack: () => void;
}

/** Gives the focus back to where it was: Radix does that only for a dialog that was opened by a trigger of its own. */
export function useFocusReturn(): FocusReturn {
  const before = useRef<Element | null>(null);
  const remember = useCallback(() => {
    before.current = document.activeElement;
  }, []);
  const giveBack = useCallback(() => {
    const element = before.current;
    if (element instanceof HTMLElement && element.isConnected && element !== document.body) element.focus();
  }, []);
  return { remember, giveBack };
}
