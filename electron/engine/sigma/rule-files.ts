import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '../ingest/limits.ts';
import { readingReason } from '../sources/reading-reason.ts';

/** SigmaHQ has about 4,000 rules, the longest of them a few KiB. */
const maxFiles = 20_000;
const maxBytes = 1024 * 1024;

/** A file that may hold rules, or a reason why something holds none. */
export type RuleFile =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'problem'; readonly name: string; readonly reason: string };

/**
 * The .yml and .yaml files of a folder and all folders in it, in the order of their names; or the one file. Names are
 * relative to the folder. Symbolic links in it are not followed; names that begin with a dot are passed by.
 */
export async function* ruleFilesOf(root: string): AsyncGenerator<RuleFile> {
  const name = path.basename(root);
  let found: { readonly path: string; readonly isFolder: boolean };
  try {
    const real = await realpath(root);
    found = { path: real, isFolder: (await stat(real)).isDirectory() };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'There is no such file or folder.' : readingReason(error);
    yield { kind: 'problem', name, reason };
    return;
  }
  if (!found.isFolder) {
    yield { kind: 'file', name, path: found.path };
    return;
  }
  let count = 0;
  for await (const file of filesIn(found.path, '', 0)) {
    count += 1;
    if (count > maxFiles) {
      yield {
        kind: 'problem',
        name,
        reason: `It holds more than ${maxFiles} files of rules; the others were not read.`,
      };
      return;
    }
    yield file;
  }
}

async function* filesIn(folder: string, prefix: string, depth: number): AsyncGenerator<RuleFile> {
  const problem = (reason: string, name = prefix): RuleFile => ({ kind: 'problem', name, reason });
  if (depth > limits.folderDepth) {
    yield problem(`It lies in more than ${limits.folderDepth} folders.`);
    return;
  }
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(folder);
  } catch (error) {
    yield problem(readingReason(error), prefix === '' ? './' : prefix);
    return;
  }
  for (const entry of entries) {
    const name = prefix + entry.name;
    const at = path.join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* filesIn(at, `${name}/`, depth + 1);
    else if (entry.isSymbolicLink()) {
      if (isRuleName(name) || (await leadsToFolder(at)))
        yield problem('It is a symbolic link, which was not followed.', name);
    } else if (entry.isFile() && isRuleName(name)) yield { kind: 'file', name, path: at };
  }
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    // It leads nowhere: there are no rules behind it.
    return false;
  }
}

function isRuleName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** The text of a file of rules, or the reason why there is none. */
export async function readRuleFile(
  file: string,
): Promise<{ readonly text: string } | { readonly reason: string }> {
  try {
    // Opening a pipe would wait for its other end.
    if (!(await lstat(file)).isFile()) return { reason: 'It is no regular file.' };
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) return { reason: 'It is larger than 1 MiB, which no file of rules is.' };
      const bytes = await handle.readFile();
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof TypeError) return { reason: 'It is no text in UTF-8.' };
    return { reason: readingReason(error) };
  }
}
