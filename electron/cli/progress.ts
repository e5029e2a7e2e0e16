import type { Job } from '../contract/api.ts';

/** One line on stderr that is written over; nothing where stderr is no terminal. */
export function showProgress(): { show(job: Job): void; end(): void } {
  if (!process.stderr.isTTY) return { show() {}, end() {} };
  let isShown = false;
  return {
    show({ progress }) {
      const total = progress.total === null ? '' : ` of ${progress.total.toLocaleString('en')}`;
      const left = progress.leftMs === null ? '' : ` · ${Math.ceil(progress.leftMs / 1000)} s left`;
      const events = progress.unit === 'events' ? '' : ` · ${progress.events.toLocaleString('en')} events`;
      process.stderr.write(
        `\r\u001b[K${progress.done.toLocaleString('en')}${total} ${progress.unit}${events}${left}`,
      );
      isShown = true;
    },
    end() {
      if (isShown) process.stderr.write('\r\u001b[K');
    },
  };
}
