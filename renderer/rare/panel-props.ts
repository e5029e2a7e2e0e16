import type { Client } from '../../electron/contract/api.ts';

/** What a panel needs, wherever it is put. */
export interface PanelProps {
  readonly client: Client;
  readonly caseId: string;
  /** Which events are meant, as text. */
  readonly filter: string;
  /** A line was chosen: show the events of this filter. */
  readonly onFilter: (text: string) => void;
}
