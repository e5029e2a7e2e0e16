import { create } from 'zustand';
import type { CaseInfo, Grant, Result } from '../../electron/contract/api.ts';
import { AppError } from '../../electron/contract/errors.ts';
import { isAborted } from './errors.ts';
import { currentHost, useHost } from './host.ts';
import { tellJobsOf } from './jobs.ts';
import { mayLeave } from './leaving.ts';
import { rememberCase, rememberedCase } from './remembered-case.ts';
import { holdCase, isShownElsewhere, letGoOfCase } from './shown-cases.ts';
import { reportError } from './toasts.ts';
import { offerUnfinished } from './unfinished.ts';
import { useView } from './view.ts';

export type RecentCase = Result<'cases.recent'>[number];

interface CasesState {
  /** The case this window shows; null on the start page. */
  readonly current: CaseInfo | null;
  /** Counts how often a case was shown: again, and its pages begin anew, also after a lost connection. */
  readonly shown: number;
  /** What is being opened or made, in words; null when nothing is. */
  readonly busy: string | null;
  /** Why the last attempt to open or make one failed. */
  readonly failure: unknown;
  /** Null until it was asked for. */
  readonly recent: readonly RecentCase[] | null;
}

/** The case of this window, kept fresh by `cases.watch`. */
export const useCases = create<CasesState>(() => ({
  current: null,
  shown: 0,
  busy: null,
  failure: null,
  recent: null,
}));

let watching = new AbortController();

/**
 * Shows a case that is open in the engine, and follows its changes.
 *
 * @param isRestored it stands for the one before, which the engine has lost: that is not to be closed any more
 */
function show(info: CaseInfo, isRestored = false): void {
  const previous = useCases.getState().current;
  watching.abort();
  watching = new AbortController();
  const { signal } = watching;
  rememberCase(info);
  holdCase(info.case);
  tellJobsOf(info.case);
  void offerUnfinished(info, signal);
  const shown = useCases.getState().shown + 1;
  useCases.setState({ current: info, shown, busy: null, failure: null });
  watch(info.case, signal).catch((error: unknown) => {
    // A lost connection is told by the host itself.
    if (!signal.aborted && !isAborted(error) && useHost.getState().failure === null) reportError(error);
  });
  if (previous === null || previous.case === info.case) return;
  if (isRestored) letGoOfCase(previous.case);
  else leaveInEngine(previous.case);
}

async function watch(id: string, signal: AbortSignal): Promise<void> {
  for await (const current of currentHost().stream('cases.watch', { case: id }, signal)) {
    if (signal.aborted) return;
    useCases.setState({ current });
  }
}

function leaveInEngine(id: string): void {
  leave(id).catch(reportError);
}

/** Closes a case that this window showed, unless another one still does: it would lose its case, and its jobs. */
async function leave(id: string): Promise<void> {
  const isElsewhere = await isShownElsewhere(id);
  letGoOfCase(id);
  if (!isElsewhere) await currentHost().call('cases.close', { case: id });
}

interface Entering {
  /** What is done meanwhile: "Opening a.spoor". */
  readonly words: string;
  /** What to ask first while the open case is being worked on: "Open a.spoor?" */
  readonly question: string;
  readonly task: () => Promise<CaseInfo>;
  /** Which case it is, where that is known: the open one is not left for itself. */
  readonly next?: Place;
}

/** Whether the open case may be left for something else; the person is asked where that would stop a job. */
async function askToLeave(question: string, verb: 'open' | 'close', next?: Place): Promise<boolean> {
  const { current } = useCases.getState();
  if (current === null || (next !== undefined && isSame(next, current))) return true;
  if (await isShownElsewhere(current.case)) return true;
  return mayLeave({ case: current.case, caseName: current.name, question, verb });
}

/** Makes or opens a case; the start page shows the words meanwhile and the error after. */
async function enter({ words, question, task, next }: Entering): Promise<CaseInfo | null> {
  if (!(await askToLeave(question, 'open', next))) return null;
  useCases.setState({ busy: words, failure: null });
  try {
    const info = await task();
    if (info.case !== useCases.getState().current?.case) useView.getState().clear();
    show(info);
    return info;
  } catch (failure) {
    useCases.setState({ busy: null, failure });
    if (useCases.getState().current !== null) reportError(failure);
    return null;
  }
}

export function openCase(grant: Grant, access: 'write' | 'read' = 'write'): Promise<CaseInfo | null> {
  const task = () => currentHost().call('cases.open', { grant: grant.token, access });
  return enter({ words: `Opening ${grant.name}`, question: `Open ${grant.name}?`, task, next: grant });
}

/** A new case in a chosen place, or named in Spoor's own folder. */
export function createCase(
  where: { readonly grant: string } | { readonly name: string },
): Promise<CaseInfo | null> {
  const task = () => currentHost().call('cases.create', where);
  return enter({ words: 'Making a new case', question: 'Open a new case?', task });
}

export function openSample(): Promise<CaseInfo | null> {
  const task = async () => (await currentHost().call('cases.sample', {})).case;
  return enter({ words: 'Making the sample case', question: 'Open the sample case?', task });
}

/** Back to the start page, unless the person would rather stay with a job that runs. */
export async function closeCase(): Promise<void> {
  const { current } = useCases.getState();
  if (current === null || !(await askToLeave(`Close ${current.name}?`, 'close'))) return;
  watching.abort();
  rememberCase(null);
  tellJobsOf(null);
  useView.getState().clear();
  useCases.setState({ current: null, busy: null, failure: null, recent: null });
  leaveInEngine(current.case);
}

/** After a reload: the case this window had, if the engine still has it or can open it again by its place. */
export async function restoreCase(): Promise<void> {
  const remembered = rememberedCase();
  if (remembered === null) return;
  useCases.setState({ busy: `Opening ${remembered.name}` });
  try {
    const opened = await currentHost().call('cases.opened', {});
    const still =
      opened.find((info) => info.case === remembered.case) ?? opened.find((info) => isSame(info, remembered));
    if (still !== undefined) return show(still, true);
    const recent = await currentHost().call('cases.recent', {});
    const known = recent.find(({ grant, exists }) => exists && isSame(grant, remembered));
    if (known !== undefined) {
      await enterAgain(known.grant);
    } else {
      rememberCase(null);
      useCases.setState({ current: null, busy: null });
    }
  } catch (failure) {
    useCases.setState({ current: null, busy: null, failure });
  }
}

/** Opens the case of this window anew, after its drive was gone. @throws AppError while it still is */
export async function openAgain(): Promise<void> {
  const { current } = useCases.getState();
  if (current === null) return;
  const recent = await currentHost().call('cases.recent', {});
  const known = recent.find(({ grant }) => isSame(grant, current));
  if (known === undefined || !known.exists)
    throw new AppError('not-found', `${current.name} is still not where it was.`, {
      advice: 'Connect its drive. If it was moved, open it from where it lies now.',
    });
  useCases.setState({ busy: `Opening ${current.name}` });
  try {
    await enterAgain(known.grant);
  } finally {
    useCases.setState({ busy: null });
  }
}

async function enterAgain(grant: Grant): Promise<void> {
  show(await currentHost().call('cases.open', { grant: grant.token, access: 'write' }), true);
}

interface Place {
  readonly name: string;
  readonly place: string;
}

function isSame(one: Place, other: Place): boolean {
  return one.name === other.name && one.place === other.place;
}

export async function loadRecent(): Promise<void> {
  try {
    useCases.setState({ recent: await currentHost().call('cases.recent', {}) });
  } catch (failure) {
    useCases.setState({ recent: [], failure });
  }
}

export async function forgetRecent(grant: Grant): Promise<void> {
  await currentHost().call('cases.forget', { grant: grant.token });
  await loadRecent();
}
