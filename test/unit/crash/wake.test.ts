import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followQueue } from '../../../electron/engine/follow/follow-queue.ts';
import { silentLog } from '../../../electron/engine/index.ts';
import { Jobs } from '../../../electron/engine/jobs.ts';
import { BucketError } from '../../../electron/engine/sources/s3/bucket.ts';
import { Wake, watchSleep } from '../../../electron/engine/wake.ts';

const forever = new AbortController().signal;

function signalled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a wait for the network', () => {
  it('ends early when the machine has slept, and says so', async () => {
    const wake = new Wake();
    const waits = [wake.pause(3_600_000, forever), wake.pause(3_600_000, forever)];
    wake.wake();
    expect(await Promise.all(waits)).toEqual([true, true]);
    expect(await wake.pause(0, forever)).toBe(false);
  });

  it('ends with the reason of a cancel, also of an earlier one', async () => {
    const wake = new Wake();
    const cancelling = new AbortController();
    const waiting = wake.pause(3_600_000, cancelling.signal);
    cancelling.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(wake.pause(1, cancelling.signal)).rejects.toThrow('enough');
  });

  it('of a queue ends by the wake of its job, whatever the wait was to be', async () => {
    const jobs = new Jobs(() => 0, silentLog);
    let receives = 0;
    const noNetwork = new BucketError('network', 'The network is gone.', '');
    const waiting = signalled();
    const again = signalled();
    jobs.start({
      kind: 'follow',
      case: 'c',
      title: 'Following',
      unit: 'files',
      run: async (_, signal, control) => {
        const wake = new Wake();
        control.onWake(() => wake.wake());
        await followQueue({
          queue: {
            receive: async () => {
              receives += 1;
              if (receives === 1) throw noNetwork;
              again.resolve();
              return new Promise((_resolve, reject) =>
                signal.addEventListener('abort', () => reject(signal.reason)),
              );
            },
            delete: async () => {},
            keep: async () => {},
            close: () => {},
          },
          place: { bucket: 'b', prefix: '' },
          bring: async () => ({ notInCase: new Set() }),
          onNews: (news) => {
            if (news?.includes('Trying again')) waiting.resolve();
          },
          signal,
          wake,
          waitsMs: { first: 3_600_000, most: 3_600_000 },
        });
        return { isCancelled: true };
      },
    });
    await waiting.promise;
    jobs.wake();
    await again.promise;
    expect(receives).toBe(2);
    await jobs.stop();
  });
});

describe('a clock that jumped', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is a machine that slept; one that is merely late is none', () => {
    let nowMs = 0;
    let woken = 0;
    const stop = watchSleep(
      () => {
        woken += 1;
      },
      () => nowMs,
    );
    const pass = (ms: number): void => {
      nowMs += ms;
      vi.advanceTimersByTime(5000);
    };
    pass(5000);
    pass(12_000);
    expect(woken).toBe(0);
    pass(8 * 3_600_000);
    expect(woken).toBe(1);
    pass(5000);
    expect(woken).toBe(1);
    stop();
    pass(3_600_000);
    expect(woken).toBe(1);
  });
});
