import { once } from 'node:events';

/** Whoever read what is printed has enough (`| head`), which is no fault: there is nothing more to do. */
export class ReaderGone extends Error {}

let isReaderGone = false;

/** To be called once, before anything is printed: a reader that goes away must not end the process in mid-work. */
export function watchReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isReaderGone = true;
  });
}

/** Writes to stdout and waits where the reader is slower. @throws ReaderGone */
export async function print(text: string): Promise<void> {
  if (isReaderGone) throw new ReaderGone();
  if (process.stdout.write(text)) return;
  try {
    await once(process.stdout, 'drain');
  } catch (error) {
    throw isReaderGone ? new ReaderGone() : error;
  }
}

/** What belongs beside the data, and so on stderr: notes that must not end up in a pipe. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `2021-07-28T15:28:12Z`; fractions only where there are some. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** `1 file`, `1,388 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
