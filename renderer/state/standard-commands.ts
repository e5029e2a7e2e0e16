import { chooseCase, chooseImport, chooseNewCase, rebuildIndex } from './actions.ts';
import { closeCase, openSample, useCases } from './cases.ts';
import type { Command } from './commands.ts';
import { openPanel, setJobTrayOpen } from './panels.ts';
import { nextTheme, useSettings } from './settings.ts';
import { runInBackground } from './toasts.ts';
import { useView } from './view.ts';

const hasCase = (): boolean => useCases.getState().current !== null;
const canWrite = (): boolean => useCases.getState().current?.access === 'write';
const hasNoReader = (): boolean => useCases.getState().current?.access !== 'read';

/** What can be done whichever page is shown. The pages register more of their own. */
export const standardCommands: readonly Command[] = [
  { id: 'case.new', group: 'Case', title: 'New case…', keywords: ['create'], run: chooseNewCase },
  { id: 'case.open', group: 'Case', title: 'Open a case…', shortcut: 'Mod+O', run: chooseCase },
  {
    id: 'case.sample',
    group: 'Case',
    title: 'Open the sample case',
    keywords: ['demo', 'example', 'incident'],
    run: () => runInBackground(openSample),
  },
  {
    id: 'case.import',
    group: 'Case',
    title: 'Import files or archives…',
    shortcut: 'Mod+I',
    keywords: ['add', 'zip', 'gz', 'logs'],
    run: () => chooseImport('import'),
    isEnabled: hasNoReader,
  },
  {
    id: 'case.import-folder',
    group: 'Case',
    title: 'Import a folder…',
    shortcut: 'Mod+Shift+O',
    keywords: ['add', 'directory'],
    run: () => chooseImport('folder'),
    isEnabled: hasNoReader,
  },
  {
    id: 'case.sync',
    group: 'Case',
    title: 'Sync a trail from S3…',
    keywords: ['bucket', 'aws', 'download'],
    run: () => openPanel('sync'),
    isEnabled: hasNoReader,
  },
  {
    id: 'case.export',
    group: 'Case',
    title: 'Export events as CSV…',
    shortcut: 'Mod+E',
    keywords: ['save', 'spreadsheet'],
    run: () => openPanel('export'),
    isEnabled: hasCase,
  },
  {
    id: 'case.reindex',
    group: 'Case',
    title: 'Rebuild the index from the evidence',
    keywords: ['repair'],
    run: () => rebuildIndex(false),
    isEnabled: canWrite,
  },
  {
    id: 'case.index-all',
    group: 'Case',
    title: 'Index what event selectors left out',
    keywords: ['sync', 'selectors', 'all events'],
    run: () => rebuildIndex(true),
    isEnabled: () =>
      canWrite() && (useCases.getState().current?.sources.some(({ kind }) => kind === 's3') ?? false),
  },
  {
    id: 'case.close',
    group: 'Case',
    title: 'Close the case',
    keywords: ['start page', 'home'],
    run: () => runInBackground(closeCase),
    isEnabled: hasCase,
  },
  {
    id: 'page.review',
    group: 'View',
    title: 'Go to the review desk',
    shortcut: '1',
    keywords: ['events', 'table'],
    run: () => useView.getState().setPage('review'),
    isEnabled: hasCase,
  },
  {
    id: 'page.ledger',
    group: 'View',
    title: 'Go to the ledger of files',
    shortcut: '2',
    keywords: ['damaged', 'problems', 'files'],
    run: () => useView.getState().setPage('ledger'),
    isEnabled: hasCase,
  },
  {
    id: 'page.sources',
    group: 'View',
    title: 'Go to sources and trails',
    shortcut: '3',
    keywords: ['bucket', 'sync', 'history', 'trail', 'keys'],
    run: () => useView.getState().setPage('sources'),
    isEnabled: hasCase,
  },
  {
    id: 'view.zone',
    group: 'View',
    title: 'Switch between UTC and local time',
    shortcut: 'z',
    keywords: ['zone', 'clock'],
    run: () => useView.getState().setZone(useView.getState().zone === 'utc' ? 'local' : 'utc'),
    isEnabled: hasCase,
  },
  {
    id: 'view.duplicates',
    group: 'View',
    title: 'Show or fold second deliveries',
    shortcut: 'd',
    keywords: ['duplicates'],
    run: () => useView.getState().setWithDuplicates(!useView.getState().withDuplicates),
    isEnabled: hasCase,
  },
  {
    id: 'view.theme',
    group: 'View',
    title: 'Switch the theme: light, dark, as the system',
    shortcut: 't',
    keywords: ['dark mode', 'light mode', 'colours'],
    run: () => useSettings.getState().setTheme(nextTheme(useSettings.getState().theme)),
  },
  {
    id: 'view.jobs',
    group: 'View',
    title: 'Show the jobs',
    keywords: ['progress', 'import'],
    run: () => setJobTrayOpen(true),
    isEnabled: hasCase,
  },
  {
    id: 'help.palette',
    group: 'Help',
    title: 'Find a command',
    shortcut: 'Mod+K',
    run: () => openPanel('palette'),
  },
  {
    id: 'help.open',
    group: 'Help',
    title: 'Keyboard shortcuts and filter language',
    shortcut: '?',
    keywords: ['keys', 'syntax', 'manual'],
    run: () => openPanel('help'),
  },
];
