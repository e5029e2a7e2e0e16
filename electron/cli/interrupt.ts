/**
 * Terminals send Ctrl C to every process of the group, and npm sends it on to the one that it started: so one press
 * may arrive twice.
 */
const samePressMs = 300;

export interface InterruptOptions {
  readonly clock?: () => number;
  /** Ends the process at once; for tests something else. */
  readonly endAtOnce?: (signal: NodeJS.Signals) => void;
}

/**
 * Calls `first` when a person (Ctrl C) or the system asks the process to end. Asked once more, it ends at once: what is
 * committed by then is in the case.
 *
 * @returns leaves the signals to Node again
 */
export function onInterrupt(first: () => void, options: InterruptOptions = {}): () => void {
  const { clock = () => performance.now(), endAtOnce = killed } = options;
  let firstAtMs: number | null = null;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstAtMs === null) {
      firstAtMs = clock();
      first();
    } else if (clock() - firstAtMs >= samePressMs) {
      leave();
      endAtOnce(signal);
    }
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const leave = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return leave;
}

/** Not `process.exit`: that would wait for threads in the middle of a transaction. */
function killed(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal);
}
