import { useEffect } from 'react';
import { create } from 'zustand';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { Evidence, Verification } from '../../electron/contract/integrity.ts';
import { isAborted } from './errors.ts';
import { currentHost } from './host.ts';
import { useJobs } from './jobs.ts';

interface ProofState {
  /** The last check of the case; null before any, and before it is known. */
  readonly verification: Verification | null;
  /** What is known of all hours of the case; null until it is, and before any check. */
  readonly evidence: Evidence | null;
  readonly isLoaded: boolean;
  readonly error: unknown;
}

const unknown: ProofState = { verification: null, evidence: null, isLoaded: false, error: null };

/** How far the case is proven: what the page of proof, the rail and the status line say. */
export const useProof = create<ProofState>(() => unknown);

/** Follows the last check of a case: asked again whenever the case grows or one of its jobs ends. */
export function useProofOf({ case: id, revision, files }: CaseInfo): void {
  const ended = useEndedJobs(id);
  const { seen } = files;
  useEffect(() => () => useProof.setState(unknown), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new file, revision or end of a job asks the same again.
  useEffect(() => {
    const left = new AbortController();
    load(id, left.signal).catch((error: unknown) => {
      if (!left.signal.aborted && !isAborted(error)) useProof.setState({ error, isLoaded: true });
    });
    return () => left.abort();
  }, [id, revision, seen, ended]);
}

async function load(id: string, signal: AbortSignal): Promise<void> {
  const host = currentHost();
  const { verification } = await host.call('verify.latest', { case: id }, signal);
  if (signal.aborted) return;
  useProof.setState({ verification, isLoaded: true, error: null });
  if (verification === null) return useProof.setState({ evidence: null });
  const everything = { case: id, filter: '', fromMs: null, untilMs: null };
  const evidence = await host.call('coverage.evidence', everything, signal);
  if (!signal.aborted) useProof.setState({ evidence });
}

/** Another text whenever a job of the case ends that may have changed what is known of its files. */
export function useEndedJobs(id: string): string {
  return useJobs((state) =>
    state.jobs
      .filter((job) => job.case === id && job.kind !== 'export' && job.endedAtMs !== null)
      .map((job) => job.id)
      .join(),
  );
}
