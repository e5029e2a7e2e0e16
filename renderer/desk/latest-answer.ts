/** A question and what it is about: two with the same topic differ only in when they are asked. */
export interface Turn<Q> {
  readonly topic: string;
  readonly question: Q;
}

interface Asker<Q, A> {
  readonly ask: (question: Q, signal: AbortSignal) => Promise<A>;
  readonly onAnswer: (question: Q, answer: A) => void;
  readonly onError: (question: Q, error: unknown) => void;
}

export interface LatestAnswer<Q> {
  next(turn: Turn<Q>): void;
  /** Nothing is wanted any more. */
  stop(): void;
}

/**
 * Asks one question at a time. Another topic cancels the running question and is asked at once; the same topic
 * again (the case has grown) lets it finish and is asked after it, so that a case that grows all the time is
 * answered all the time. Of several that wait only the last is asked.
 */
export function latestAnswer<Q, A>({ ask, onAnswer, onError }: Asker<Q, A>): LatestAnswer<Q> {
  let running: { readonly topic: string; readonly abort: AbortController } | null = null;
  let waiting: Turn<Q> | null = null;

  const start = ({ topic, question }: Turn<Q>): void => {
    const own = { topic, abort: new AbortController() };
    running = own;
    const end = (tell: () => void): void => {
      if (running !== own) return;
      running = null;
      tell();
      const turn = waiting;
      waiting = null;
      if (turn !== null && running === null) start(turn);
    };
    ask(question, own.abort.signal).then(
      (answer) => end(() => onAnswer(question, answer)),
      (error: unknown) => end(() => onError(question, error)),
    );
  };
  const stop = (): void => {
    running?.abort.abort();
    running = null;
    waiting = null;
  };
  return {
    next(turn) {
      if (running !== null && running.topic === turn.topic) {
        waiting = turn;
        return;
      }
      stop();
      start(turn);
    },
    stop,
  };
}
