import { once } from 'node:events';

/** Writes to stdout and waits where the reader is slower; ends quietly when it went away (`| head`). */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
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
