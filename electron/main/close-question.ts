import type { MessageBoxOptions } from 'electron';
import { shortLine } from './menu-label.ts';

export interface Closing {
  /** What still runs, one line each, as the page has told it. */
  readonly jobs: readonly string[];
  /** Whether the application ends with the window, and the work with it. */
  readonly endsWork: boolean;
  /** Spoor is being quit, not one window closed. */
  readonly isQuit?: boolean;
}

/** The button that goes on. */
export const closeAnyway = 1;
const mostShown = 5;

/** What is asked before a window is closed while Spoor works. Staying is the safe answer, and Escape's. */
export function closeQuestion({ jobs, endsWork, isQuit = false }: Closing): MessageBoxOptions {
  const lines = jobs.slice(0, mostShown).map((job) => `• ${shortLine(job, 100)}`);
  if (jobs.length > mostShown) lines.push(`• and ${jobs.length - mostShown} more`);
  const consequence = endsWork
    ? `${isQuit ? 'Quitting' : 'Closing'} stops this. What an import or a sync has read so far is kept; started again, it goes on with the rest.`
    : 'This goes on without the window. It stops when Spoor is quit.';
  return {
    type: 'question',
    message: `Spoor is still working. ${isQuit ? 'Quit' : 'Close the window'}?`,
    detail: `${lines.join('\n')}\n\n${consequence}`,
    buttons: ['Stay', isQuit ? 'Stop and quit' : endsWork ? 'Stop and close' : 'Close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
}
