import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';

/** Five hundred filters of the greatest length fit in twice. */
const maxBytes = 32 * 1024 * 1024;

/**
 * The content of a small JSON file; undefined when there is no such file.
 *
 * @throws AppError `unreadable` when it is too large, cannot be read, or is no JSON
 */
export async function readSmallJson(file: string): Promise<{ readonly json: unknown } | undefined> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw new AppError('unreadable', `${file} is too large for a list of filters.`);
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new AppError('unreadable', `${file} cannot be read.`, { cause });
  }
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return { json };
  } catch (cause) {
    throw new AppError('unreadable', `${file} is no JSON, so it holds no filters.`, {
      cause,
      advice: 'Mend the file or move it away.',
    });
  }
}
