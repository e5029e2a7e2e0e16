import { type RefObject, useEffect, useRef } from 'react';
import { registerCommands } from '../state/commands.ts';

/** The ledger's own commands, for as long as it is shown. Returns the ref of its search box. */
export function useLedgerCommands(): RefObject<HTMLInputElement | null> {
  const find = useRef<HTMLInputElement>(null);
  useEffect(
    () =>
      registerCommands([
        {
          id: 'ledger.find',
          group: 'Files',
          title: 'Find a file in the ledger',
          shortcut: '/',
          run: () => find.current?.select(),
        },
      ]),
    [],
  );
  return find;
}
