import { useEffect, useRef, useState } from 'react';
import type { Params } from '../../electron/contract/api.ts';
import type { Evidence } from '../../electron/contract/integrity.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { type LatestAnswer, latestAnswer } from './latest-answer.ts';

export interface EvidenceState {
  /** The last answer; null before it, and after one that failed. It stays until the next is there. */
  readonly evidence: Evidence | null;
  /** Why there is none. */
  readonly error: unknown;
  /** True while the question on the screen is another one. */
  readonly isStale: boolean;
}

type Question = Params<'coverage.evidence'>;

interface Answered extends Omit<EvidenceState, 'isStale'> {
  /** What was answered. */
  readonly topic: string | null;
}

const unasked: Answered = { topic: null, evidence: null, error: null };

/**
 * Whether the evidence is complete for a filter and a time. It is asked beside the view and never waited for. Null
 * asks nothing; a new revision asks again.
 */
export function useEvidence(question: Question | null, revision: number): EvidenceState {
  const [state, setState] = useState<Answered>(unasked);
  const asker = useRef<LatestAnswer<Question>>(null);

  useEffect(() => {
    const own = latestAnswer<Question, Evidence>({
      ask: (params, signal) => currentHost().call('coverage.evidence', params, signal),
      onAnswer: (params, evidence) => setState({ topic: JSON.stringify(params), evidence, error: null }),
      onError: (params, error) => {
        if (!isAborted(error)) setState({ topic: JSON.stringify(params), evidence: null, error });
      },
    });
    asker.current = own;
    return () => own.stop();
  }, []);

  const topic = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the topic holds the question; a new revision asks it again.
  useEffect(() => {
    if (question === null) {
      asker.current?.stop();
      setState(unasked);
    } else asker.current?.next({ topic, question });
  }, [topic, revision]);

  return { evidence: state.evidence, error: state.error, isStale: state.topic !== topic };
}
