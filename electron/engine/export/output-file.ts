import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { writeError } from './write-error.ts';

/** A file that is written under another name beside its own, and appears only when it is whole. */
export interface OutputFile {
  readonly bytes: number;
  /** Text as UTF-8. */
  write(content: string | Uint8Array): Promise<void>;
  /** Of everything written so far, as lower-case hex. */
  sha256(): string;
  /** Brings it to the disk; nothing is written after it. */
  finish(): Promise<void>;
  /** Gives the finished file its name. @throws AppError `already-exists` */
  publish(overwrite: boolean): Promise<void>;
  /** Removes what was written, unless it was published. */
  discard(): Promise<void>;
}

/** @throws AppError `already-exists` when something has this name */
export async function refuseExisting(target: string): Promise<void> {
  if ((await lstat(target).catch(() => undefined)) !== undefined) throw existsError(target);
}

/**
 * Opens an output beside `target`; its owner ends it with {@link OutputFile.discard} whatever happened.
 *
 * @throws AppError `not-found`, `not-allowed` or `disk-full`
 */
export async function createOutput(target: string): Promise<OutputFile> {
  const partial = path.join(
    path.dirname(target),
    `.${path.basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.partial`,
  );
  const handle = await open(partial, 'wx').catch((cause: unknown) => {
    throw writeError(cause, target);
  });
  return new PartialFile(handle, partial, target);
}

class PartialFile implements OutputFile {
  bytes = 0;
  readonly #handle: FileHandle;
  readonly #partial: string;
  readonly #target: string;
  readonly #hash = createHash('sha256');
  #isOpen = true;

  constructor(handle: FileHandle, partial: string, target: string) {
    this.#handle = handle;
    this.#partial = partial;
    this.#target = target;
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    this.#hash.update(bytes);
    // writeFile on a handle goes on from where it stands, and writes everything even where write() stops short.
    await this.#attempt(() => this.#handle.writeFile(bytes));
    this.bytes += bytes.length;
  }

  sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  async finish(): Promise<void> {
    await this.#attempt(async () => {
      await this.#handle.sync();
      await this.#close();
    });
  }

  async publish(overwrite: boolean): Promise<void> {
    await this.#attempt(() =>
      overwrite ? rename(this.#partial, this.#target) : publishNew(this.#partial, this.#target),
    );
    await syncFolder(path.dirname(this.#target));
  }

  async discard(): Promise<void> {
    await this.#close();
    await rm(this.#partial, { force: true });
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (cause) {
      throw writeError(cause, this.#target);
    }
  }
}

/** A rename would replace a file that came meanwhile; a hard link does not. Where there are none, look once more. */
async function publishNew(partial: string, target: string): Promise<void> {
  try {
    await link(partial, target);
  } catch (error) {
    await refuseExisting(target);
    await rename(partial, target).catch((cause: unknown) => {
      throw writeError(cause, target, { alsoTried: error });
    });
    return;
  }
  await rm(partial, { force: true });
}

/** So that the new name survives a power cut as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  // Windows opens no folders and some network file systems sync none: the contents are safe all the same.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function existsError(target: string): AppError {
  return new AppError('already-exists', `${target} exists already.`, {
    advice: 'Choose another name, or say that it may be replaced.',
  });
}
