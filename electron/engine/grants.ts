import { randomBytes } from 'node:crypto';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Grant } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';

type GrantKind = Grant['kind'];

/** A folder can hold any number of files; the page's browser shows this many and says that there are more. */
const maxEntries = 5000;

/**
 * Permissions to use files and folders (security: P2). A token is made from a path that came from a native
 * dialog, a drop, the command line, or from listing a granted folder; nothing else turns into a path.
 */
export class Grants {
  readonly #paths = new Map<string, { readonly path: string; readonly kind: GrantKind }>();

  /** A grant for a path that the person chose. `save` may name a file that does not exist yet. */
  async issue(chosen: string, kind?: GrantKind): Promise<Grant> {
    const absolute = path.resolve(chosen);
    const info = await stat(absolute).catch(() => undefined);
    if (info === undefined && kind !== 'save') {
      throw new AppError('not-found', `There is nothing at ${absolute}.`);
    }
    const actual = kind === 'save' ? 'save' : info?.isDirectory() ? 'folder' : 'file';
    const token = randomBytes(18).toString('base64url');
    this.#paths.set(token, { path: absolute, kind: actual });
    return {
      token,
      name: path.basename(absolute),
      kind: actual,
      place: path.dirname(absolute),
      sizeBytes: info?.isFile() ? info.size : null,
    };
  }

  /** The path behind a token. @throws AppError `not-allowed` for a token that was never given, or of another kind. */
  pathOf(token: string, ...kinds: readonly GrantKind[]): string {
    const granted = this.#paths.get(token);
    if (granted === undefined || (kinds.length > 0 && !kinds.includes(granted.kind))) {
      throw new AppError('not-allowed', 'This file or folder was not chosen in this session.');
    }
    return granted.path;
  }

  /** What lies in a granted folder, folders first. Links that lead out of it are left out. */
  async browse(token: string): Promise<{ entries: Grant[]; isTruncated: boolean }> {
    const folder = this.pathOf(token, 'folder');
    const inside = await realpath(folder);
    const names = await readdir(folder).catch((cause: unknown) => {
      throw new AppError('unreadable', `The folder ${folder} cannot be read.`, { cause });
    });
    const entries: Grant[] = [];
    for (const name of names.sort((a, b) => a.localeCompare(b, 'en')).slice(0, maxEntries)) {
      if (name.startsWith('.')) continue;
      const child = path.join(folder, name);
      if (await leadsOutside(child, inside)) continue;
      entries.push(await this.issue(child));
    }
    entries.sort((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder'));
    return { entries, isTruncated: names.length > maxEntries };
  }

  /** A grant to write `name` inside a granted folder. */
  async place(folderToken: string, name: string): Promise<{ grant: Grant; exists: boolean }> {
    const folder = this.pathOf(folderToken, 'folder');
    if (name !== path.basename(name) || name === '.' || name === '..' || /[\\/\p{Cc}]/u.test(name)) {
      throw new AppError('bad-request', `“${name}” is no name for a file.`, {
        advice: 'Use a plain name without slashes.',
      });
    }
    const target = path.join(folder, name);
    const exists = (await lstat(target).catch(() => undefined)) !== undefined;
    return { grant: await this.issue(target, 'save'), exists };
  }
}

async function leadsOutside(child: string, folder: string): Promise<boolean> {
  const target = await realpath(child).catch(() => undefined);
  return (
    target === undefined ||
    !`${target}${path.sep}`.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`)
  );
}
