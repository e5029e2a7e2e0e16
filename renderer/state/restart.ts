import type { Job } from '../../electron/contract/api.ts';
import { useCases } from './cases.ts';
import { useHost } from './host.ts';
import { isRunning, useJobs } from './jobs.ts';
import { showToast } from './toasts.ts';

/** Before each attempt: the first ones meet the old process while it is still going. */
const waitsMs = [150, 400, 1000, 2000, 5000];
/** An engine that stops again and again would stop for ever: then the person decides. */
const mostRestarts = 3;
const withinMs = 60_000;

/** Jobs that the next engine knows of by itself, and offers to go on with. */
const offeredAgain: ReadonlySet<Job['kind']> = new Set(['import', 'reindex', 'sync', 'follow']);

/** Starts the engine again when it has stopped by itself, and opens the case where it was. */
export class Restarter {
  readonly #reconnect: () => Promise<void>;
  readonly #clock: () => number;
  readonly #pause: (ms: number) => Promise<void>;
  #restartsMs: number[] = [];
  #isRestarting = false;

  constructor(
    reconnect: () => Promise<void>,
    {
      clock = Date.now,
      pause = (ms) => new Promise((resolve) => window.setTimeout(resolve, ms)),
    }: { readonly clock?: () => number; readonly pause?: (ms: number) => Promise<void> } = {},
  ) {
    this.#reconnect = reconnect;
    this.#clock = clock;
    this.#pause = pause;
  }

  /** The engine is gone. Resolves when it is back, or was given up. */
  async onLost(): Promise<void> {
    // One that is lost while it is being started is tried again by that.
    if (this.#isRestarting) return;
    const nowMs = this.#clock();
    this.#restartsMs = [...this.#restartsMs.filter((atMs) => nowMs - atMs < withinMs), nowMs];
    if (this.#restartsMs.length > mostRestarts) return;
    const stopped = useJobs.getState().jobs.filter(isRunning);
    this.#isRestarting = true;
    useHost.setState({ isRestarting: true });
    try {
      for (const waitMs of waitsMs) {
        await this.#pause(waitMs);
        await this.#reconnect();
        if (useHost.getState().failure === null) return tellRestart(stopped);
      }
    } finally {
      this.#isRestarting = false;
      useHost.setState({ isRestarting: false });
    }
  }
}

function tellRestart(stopped: readonly Job[]): void {
  const { current } = useCases.getState();
  const lost = stopped.filter(({ kind }) => !offeredAgain.has(kind)).map(({ title }) => title);
  const parts = [
    current === null ? '' : `${current.name} is open again where it was.`,
    'Everything that was reported as done is kept.',
    lost.length === 0 ? '' : `Stopped, to be started anew: ${lost.join('; ')}.`,
  ];
  showToast({
    tone: 'neutral',
    title: 'Spoor’s engine had stopped and was started again',
    text: parts.filter((part) => part !== '').join(' '),
    stays: true,
  });
}
