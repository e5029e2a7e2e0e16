import { create } from 'zustand';
import type { FileStatus, LedgerSort, SortOrder } from '../../electron/contract/api.ts';
import type { FieldName } from '../../electron/contract/fields.ts';
import { useColumns } from './columns.ts';
import type { ProofView } from './proof-view.ts';
import {
  defaultView,
  type FindingsTab,
  type PageName,
  parseViewUrl,
  printViewUrl,
  type View,
  type Zone,
} from './view-url.ts';

interface ViewState extends Omit<View, 'columns'> {
  /** The columns of the table, in order: the address's, else this person's. */
  readonly columns: readonly FieldName[];
  readonly setPage: (page: PageName) => void;
  /** Makes an entry in the history: Back takes the filter back. */
  readonly setFilterText: (filterText: string) => void;
  /** To the review desk with another filter, and one event open or none: one entry in the history. */
  readonly showEvents: (filterText: string, selectedEvent: number | null) => void;
  readonly setWithDuplicates: (withDuplicates: boolean) => void;
  readonly setSort: (sort: SortOrder) => void;
  /** Shows these columns, and remembers them for every case on this machine. */
  readonly setColumns: (columns: readonly FieldName[]) => void;
  readonly setZone: (zone: Zone) => void;
  readonly setSelectedEvent: (event: number | null) => void;
  readonly setLedger: (status: FileStatus | null, text: string) => void;
  readonly setLedgerSort: (sort: LedgerSort | null) => void;
  readonly setProof: (part: Partial<ProofView>) => void;
  readonly setFindingsTab: (tab: FindingsTab) => void;
  /** Back to no filter and no selection, for another case. */
  readonly clear: () => void;
}

/** The columns of the address, as long as it names some. */
let addressColumns: readonly FieldName[] | null = null;

/** What this window looks at, kept in step with its address. */
export const useView = create<ViewState>((set, get) => {
  const change = (part: Partial<View>, history: 'push' | 'replace'): void => {
    const view = { ...viewOf(get()), ...part };
    set(stateOf(view));
    const hash = printViewUrl(view);
    if (hash === window.location.hash) return;
    if (history === 'push') window.history.pushState(null, '', hash);
    else window.history.replaceState(window.history.state, '', hash);
  };
  return {
    ...stateOf(defaultView),
    setPage: (page) => change({ page }, 'push'),
    setFilterText: (filterText) => change({ filterText }, 'push'),
    showEvents: (filterText, selectedEvent) => change({ page: 'review', filterText, selectedEvent }, 'push'),
    setWithDuplicates: (withDuplicates) => change({ withDuplicates }, 'replace'),
    setSort: (sort) => change({ sort }, 'replace'),
    setColumns(columns) {
      useColumns.getState().setChosen(columns);
      change({ columns: null }, 'replace');
    },
    setZone: (zone) => change({ zone }, 'replace'),
    setSelectedEvent: (selectedEvent) => change({ selectedEvent }, 'replace'),
    setLedger: (ledgerStatus, ledgerText) => change({ ledgerStatus, ledgerText }, 'replace'),
    setLedgerSort: (ledgerSort) => change({ ledgerSort }, 'replace'),
    setProof: (part) => change({ proof: { ...get().proof, ...part } }, 'replace'),
    setFindingsTab: (findingsTab) => change({ findingsTab }, 'replace'),
    clear: () => change({ ...defaultView, zone: get().zone }, 'replace'),
  };
});

function stateOf(view: View): Omit<View, 'columns'> & { readonly columns: readonly FieldName[] } {
  addressColumns = view.columns;
  return { ...view, columns: view.columns ?? useColumns.getState().chosen };
}

function viewOf(state: ViewState): View {
  const { page, filterText, withDuplicates, sort, zone, selectedEvent } = state;
  const { ledgerStatus, ledgerText, ledgerSort, proof, findingsTab } = state;
  return {
    page,
    filterText,
    withDuplicates,
    sort,
    zone,
    selectedEvent,
    ledgerStatus,
    ledgerText,
    ledgerSort,
    proof,
    findingsTab,
    columns: addressColumns,
  };
}

/** Reads the address now, and whenever the person goes back, forward, or edits it. Call once, when connected. */
export function followAddress(): void {
  const read = (): void => useView.setState(stateOf(parseViewUrl(window.location.hash)));
  read();
  window.addEventListener('popstate', read);
  window.addEventListener('hashchange', read);
}
