import type { Job } from '../contract/api.ts';

export interface Progress {
  show(job: Job): void;
  /** A line that stays, above the one that is written over. */
  say(text: string): void;
  end(): void;
}

/** One line on stderr that is written over; where stderr is no terminal only what is said. */
export function showProgress(): Progress {
  const { stderr } = process;
  if (!stderr.isTTY)
    return {
      show() {},
      say: (text) => stderr.write(`${text}\n`),
      end() {},
    };
  let isShown = false;
  const end = (): void => {
    if (isShown) stderr.write('\r\u001b[K');
    isShown = false;
  };
  return {
    show(job) {
      // Nothing moves while it waits, and a question may stand there.
      if (job.question !== null) return;
      stderr.write(`\r\u001b[K${wordsOf(job)}`);
      isShown = true;
    },
    say(text) {
      end();
      stderr.write(`${text}\n`);
    },
    end,
  };
}

function wordsOf({ progress }: Job): string {
  const { done, unit, events, leftMs } = progress;
  const number = (count: number): string => count.toLocaleString('en');
  const total = progress.total === null ? '' : ` of ${number(progress.total)}`;
  const left = leftMs === null ? '' : ` · ${Math.ceil(leftMs / 1000)} s left`;
  return `${number(done)}${total} ${unit}${unit === 'events' ? '' : ` · ${number(events)} events`}${left}`;
}
