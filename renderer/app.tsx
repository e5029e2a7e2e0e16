import { ConfirmLeave } from './dialogs/confirm-leave.tsx';
import { ExportDialog } from './dialogs/export-dialog.tsx';
import { FileBrowser } from './dialogs/file-browser.tsx';
import { RunDialog } from './findings/run-dialog.tsx';
import { HelpDialog } from './help/help-dialog.tsx';
import { CommandPalette } from './palette/command-palette.tsx';
import { ProofPanels } from './proof/proof-panels.tsx';
import { SavedFilters } from './saved/saved-filters.tsx';
import { Connecting } from './shell/connecting.tsx';
import { Disconnected } from './shell/disconnected.tsx';
import { DropZone } from './shell/drop-zone.tsx';
import { FaultBoundary } from './shell/fault-boundary.tsx';
import { LostCase } from './shell/lost-case.tsx';
import { Shell } from './shell/shell.tsx';
import { StartPage } from './start/start-page.tsx';
import { useCases } from './state/cases.ts';
import { useHost } from './state/host.ts';
import { closePanel, usePanels } from './state/panels.ts';
import { SupportDialog } from './support/support-dialog.tsx';
import { SyncDialog } from './sync/sync-dialog.tsx';
import { Toasts } from './ui/toasts.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

/** The page: the start page or the shell around a case, and what can lie over either. */
export function App() {
  const host = useHost((state) => state.host);
  const failure = useHost((state) => state.failure);
  const current = useCases((state) => state.current);
  const panel = usePanels((state) => state.open);
  if (host === null) return <Connecting />;
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={200}>
      <DropZone>
        <FaultBoundary>{current === null ? <StartPage /> : <Shell caseInfo={current} />}</FaultBoundary>
      </DropZone>
      {panel === 'palette' ? <CommandPalette onClose={closePanel} /> : null}
      {panel === 'help' ? <HelpDialog onClose={closePanel} /> : null}
      {panel === 'export' && current !== null ? (
        <ExportDialog caseInfo={current} onClose={closePanel} />
      ) : null}
      {panel === 'detect' && current !== null ? <RunDialog caseInfo={current} onClose={closePanel} /> : null}
      {panel === 'support' ? <SupportDialog onClose={closePanel} /> : null}
      {panel === 'sync' ? <SyncDialog caseInfo={current} onClose={closePanel} /> : null}
      {current === null ? null : <SavedFilters panel={panel} />}
      {current === null ? null : <ProofPanels panel={panel} caseInfo={current} onClose={closePanel} />}
      <FileBrowser />
      <ConfirmLeave />
      <Toasts />
      {failure !== null ? (
        <Disconnected failure={failure} />
      ) : current !== null && current.lost !== null ? (
        <LostCase caseInfo={current} />
      ) : null}
    </TooltipProvider>
  );
}
