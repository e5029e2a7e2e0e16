import type { Grant } from '../../electron/contract/api.ts';
import { createCase, openCase, useCases } from './cases.ts';
import { currentHost } from './host.ts';
import { pick } from './pick.ts';
import { runInBackground, showToast } from './toasts.ts';
import { useView } from './view.ts';

/** The verbs of the page, as menus, palette, keys and drops call them. None of them throws: errors are shown. */

export function chooseNewCase(): void {
  runInBackground(async () => {
    const picked = await pick('new-case', 'case.spoor');
    const [target] = picked?.grants ?? [];
    if (target !== undefined) await createCase({ grant: target.token });
  });
}

export function chooseCase(): void {
  runInBackground(async () => {
    const picked = await pick('case');
    const [file] = picked?.grants ?? [];
    if (file !== undefined) await openCase(file);
  });
}

/** Asks for files (or folders) and imports them into the open case; on the start page into a new one. */
export function chooseImport(want: 'import' | 'folder'): void {
  runInBackground(async () => {
    const picked = await pick(want);
    if (picked !== null) await importOrOpen(picked.grants);
  });
}

/** What was dropped: a case opens, anything else goes into the open case or into a new one. */
export async function importOrOpen(grants: readonly Grant[]): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const caseFile = grants.find(isCaseFile);
  if (caseFile !== undefined) {
    await openCase(caseFile);
    return;
  }
  const current = useCases.getState().current ?? (await createCase({ name: caseNameFor(first) }));
  if (current === null) return;
  if (current.access === 'read') {
    showToast({
      tone: 'fail',
      title: 'Nothing can be imported into a read-only case.',
      text: current.readOnlyReason ?? '',
    });
    return;
  }
  await importInto(current.case, grants);
}

/** What was opened from outside the page: a case, or files for a case of their own. */
export async function openFromOutside(grants: readonly Grant[]): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const caseFile = grants.find(isCaseFile);
  if (caseFile !== undefined) {
    await openCase(caseFile);
    return;
  }
  const made = await createCase({ name: caseNameFor(first) });
  if (made !== null) await importInto(made.case, grants);
}

async function importInto(id: string, grants: readonly Grant[]): Promise<void> {
  // At once: when the answer comes, a small import has ended, and the person may have gone on to another page.
  useView.getState().setPage('review');
  await currentHost().call('import.start', { case: id, grants: grants.map(({ token }) => token) });
}

function isCaseFile(grant: Grant): boolean {
  return grant.kind === 'file' && grant.name.toLowerCase().endsWith('.spoor');
}

/** A case named after what goes into it: `logs.tar.gz` becomes `logs`. */
function caseNameFor(grant: Grant): string {
  const plain =
    grant.kind === 'folder'
      ? grant.name
      : grant.name.replace(/(\.(json|jsonl|ndjson|log|txt|gz|tgz|tar|zip))+$/i, '');
  return (plain === '' ? 'case' : plain).slice(0, 100);
}

/** @param indexAll also what the event selectors of a sync have left out */
export function rebuildIndex(indexAll: boolean): void {
  runInBackground(async () => {
    const { current } = useCases.getState();
    if (current !== null) await currentHost().call('reindex.start', { case: current.case, indexAll });
  });
}

/** Puts a text on the clipboard, and says so. `what` names it: "SHA-256". */
export function copyText(text: string, what: string): void {
  runInBackground(async () => {
    await navigator.clipboard.writeText(text);
    showToast({ tone: 'neutral', title: `${what} copied`, text: '' });
  });
}
