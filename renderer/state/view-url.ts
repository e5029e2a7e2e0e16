import {
  type FileStatus,
  fileStatuses,
  type LedgerSort,
  ledgerSorts,
  type SortOrder,
} from '../../electron/contract/api.ts';
import { type FieldName, isFieldName } from '../../electron/contract/fields.ts';
import { defaultProofView, type ProofView, parseProofView, printProofView } from './proof-view.ts';

export const pageNames = ['review', 'ledger', 'sources', 'proof', 'findings'] as const;
export type PageName = (typeof pageNames)[number];
export type Zone = 'utc' | 'local';
export const findingsTabs = ['findings', 'rare', 'compare', 'alarms'] as const;
export type FindingsTab = (typeof findingsTabs)[number];

/** What a colleague would want a link to: all of it is in the address. */
export interface View {
  readonly page: PageName;
  readonly filterText: string;
  readonly withDuplicates: boolean;
  readonly sort: SortOrder;
  /** Null for the columns that this person has chosen on this machine. */
  readonly columns: readonly FieldName[] | null;
  readonly zone: Zone;
  readonly selectedEvent: number | null;
  readonly ledgerStatus: FileStatus | null;
  readonly ledgerText: string;
  /** Null for the order of import. */
  readonly ledgerSort: LedgerSort | null;
  readonly proof: ProofView;
  /** What of the page of findings is shown. */
  readonly findingsTab: FindingsTab;
}

export const defaultView: View = {
  page: 'review',
  filterText: '',
  withDuplicates: false,
  sort: { field: 'time', descending: true },
  columns: null,
  zone: 'utc',
  selectedEvent: null,
  ledgerStatus: null,
  ledgerText: '',
  ledgerSort: null,
  proof: defaultProofView,
  findingsTab: 'findings',
};

/** The address of a view: what is as by default is left out. */
export function printViewUrl(view: View): string {
  const query = new URLSearchParams();
  if (view.filterText !== '') query.set('filter', view.filterText);
  if (view.withDuplicates) query.set('duplicates', '1');
  if (view.sort.field !== 'time' || !view.sort.descending)
    query.set('sort', `${view.sort.descending ? '-' : ''}${view.sort.field}`);
  if (view.columns !== null) query.set('columns', view.columns.join(','));
  if (view.zone !== 'utc') query.set('zone', view.zone);
  if (view.selectedEvent !== null) query.set('event', String(view.selectedEvent));
  if (view.ledgerStatus !== null) query.set('status', view.ledgerStatus);
  if (view.ledgerText !== '') query.set('find', view.ledgerText);
  if (view.ledgerSort !== null)
    query.set('order', `${view.ledgerSort.descending ? '-' : ''}${view.ledgerSort.by}`);
  printProofView(view.proof, query);
  if (view.findingsTab !== defaultView.findingsTab) query.set('tab', view.findingsTab);
  const text = query.toString();
  return `#/${view.page}${text === '' ? '' : `?${text}`}`;
}

/** The view that an address asks for; what it does not say, or says wrongly, is as by default. */
export function parseViewUrl(hash: string): View {
  const found = /^#\/([a-z]+)(?:\?(.*))?$/s.exec(hash);
  const query = new URLSearchParams(found?.[2] ?? '');
  return {
    page: pageNames.find((name) => name === found?.[1]) ?? defaultView.page,
    filterText: query.get('filter') ?? '',
    withDuplicates: query.get('duplicates') === '1',
    sort: parseSort(query.get('sort')),
    columns: parseColumns(query.get('columns')),
    zone: query.get('zone') === 'local' ? 'local' : 'utc',
    selectedEvent: parseCount(query.get('event')),
    ledgerStatus: fileStatuses.find((status) => status === query.get('status')) ?? null,
    ledgerText: query.get('find') ?? '',
    ledgerSort: parseLedgerSort(query.get('order')),
    proof: parseProofView(query),
    findingsTab: findingsTabs.find((tab) => tab === query.get('tab')) ?? defaultView.findingsTab,
  };
}

function parseSort(text: string | null): SortOrder {
  const field = text?.replace(/^-/, '');
  if (text === null || field === undefined || !isFieldName(field)) return defaultView.sort;
  return { field, descending: text.startsWith('-') };
}

function parseLedgerSort(text: string | null): LedgerSort | null {
  const by = ledgerSorts.find((name) => name === text?.replace(/^-/, ''));
  return by === undefined ? null : { by, descending: text?.startsWith('-') ?? false };
}

function parseColumns(text: string | null): readonly FieldName[] | null {
  if (text === null) return null;
  const columns = [...new Set(text.split(',').filter(isFieldName))];
  return columns.length === 0 ? null : columns;
}

function parseCount(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}
