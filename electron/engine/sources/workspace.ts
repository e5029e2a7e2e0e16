import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../contract/errors.ts';

/** A temporary folder for archives inside archives. Made when first needed; whoever made it removes it. */
export class Workspace {
  #folder: string | undefined;

  /** A file with these bytes. @throws AppError `disk-full` */
  keep(bytes: Uint8Array): string {
    const file = this.#newFile();
    try {
      writeFileSync(file, bytes);
    } catch (error) {
      throw asDiskFull(error);
    }
    return file;
  }

  /** A file with what a stream gives. @throws AppError `disk-full`; what the stream throws */
  async keepStream(stream: AsyncIterable<Uint8Array>): Promise<string> {
    const file = this.#newFile();
    try {
      await pipeline(stream, createWriteStream(file));
    } catch (error) {
      throw asDiskFull(error);
    }
    return file;
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  #newFile(): string {
    this.#folder ??= mkdtempSync(path.join(tmpdir(), 'spoor-'));
    return path.join(this.#folder, randomUUID());
  }
}

function asDiskFull(error: unknown): unknown {
  const isFull =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!isFull) return error;
  return new AppError(
    'disk-full',
    `There is no space left in ${tmpdir()}, where an archive inside an archive is unpacked.`,
    { cause: error },
  );
}
