import type { CaseInfo } from '../../electron/contract/api.ts';
import { isAborted } from './errors.ts';
import { currentHost } from './host.ts';
import { reportError, runInBackground, showToast } from './toasts.ts';

/** Of what was offered already, in this window: showing a case again is no news. */
const offered = new Set<string>();

/** Offers to go on with what an engine was ended in the middle of, when its case is shown. */
export async function offerUnfinished({ case: id, access }: CaseInfo, signal: AbortSignal): Promise<void> {
  if (access !== 'write') return;
  try {
    const jobs = await currentHost().call('jobs.unfinished', { case: id }, signal);
    for (const { id: unfinished, title } of jobs) {
      if (offered.has(unfinished)) continue;
      offered.add(unfinished);
      showToast({
        tone: 'neutral',
        title: `${title} was cut off`,
        text: 'What it had done is kept. It can go on with the rest.',
        stays: true,
        action: { label: 'Go on', run: () => goOn(id, unfinished) },
        onDismiss: () => runInBackground(() => currentHost().call('jobs.giveUp', { case: id, unfinished })),
      });
    }
  } catch (error) {
    // A lost connection is told by the host itself, and asked again after it.
    if (!signal.aborted && !isAborted(error)) reportError(error);
  }
}

function goOn(id: string, unfinished: string): void {
  runInBackground(() => currentHost().call('jobs.goOn', { case: id, unfinished }));
}
