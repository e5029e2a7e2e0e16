import { create } from 'zustand';

/** What can lie over the page, one at a time. */
export type Panel =
  | 'palette'
  | 'export'
  | 'help'
  | 'sync'
  | 'check'
  | 'report'
  | 'bundle'
  | 'custody'
  | 'detect'
  | 'save-filter'
  | 'import-filters'
  | 'support';

interface PanelState {
  readonly open: Panel | null;
  readonly isJobTrayOpen: boolean;
}

export const usePanels = create<PanelState>(() => ({ open: null, isJobTrayOpen: false }));

export function openPanel(open: Panel): void {
  usePanels.setState({ open });
}

export function closePanel(): void {
  usePanels.setState({ open: null });
}

export function setJobTrayOpen(isJobTrayOpen: boolean): void {
  usePanels.setState({ isJobTrayOpen });
}
