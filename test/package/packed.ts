import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');

/** Why the program cannot be packed and started on this machine, if so. */
export function whyNotHere(): string | undefined {
  if (process.platform !== 'linux') return 'it is written for Linux';
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(root, 'node_modules/electron/dist');
  if (!existsSync(path.join(runtime, 'electron')))
    return 'there is no Electron runtime; set ELECTRON_OVERRIDE_DIST_PATH to the folder of one';
  if (process.env.DISPLAY === undefined && spawnSync('which', ['Xvfb']).status !== 0)
    return 'there is no display; bring one with: apt-get install xvfb';
  return undefined;
}

/** Packs the runnable folder into `out`. @throws Error with what the command printed, when it fails. */
export function pack(out: string): { readonly folder: string; readonly printed: string } {
  const made = spawnSync(process.execPath, [path.join(root, 'build/package.mjs'), '--dir', '--out', out], {
    cwd: root,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`npm run package -- --dir failed:\n${made.stdout}\n${made.stderr}`);
  const folder = readdirSync(out).find((name) => name.endsWith('-unpacked'));
  if (folder === undefined) throw new Error(`npm run package -- --dir made no folder:\n${made.stdout}`);
  return { folder: path.join(out, folder), printed: made.stdout };
}

export interface Archived {
  readonly name: string;
  /** True when it lies beside the archive, where the integrity check does not reach. */
  readonly isOutside: boolean;
}

const entrySchema = z.looseObject({ unpacked: z.boolean().optional(), files: z.unknown().optional() });

function entriesOf(files: unknown, folder: string): Archived[] {
  const named = z.record(z.string(), entrySchema).parse(files);
  return Object.entries(named).flatMap(([own, entry]) => {
    const name = `${folder}${own}`;
    return entry.files === undefined
      ? [{ name, isOutside: entry.unpacked === true }]
      : entriesOf(entry.files, `${name}/`);
  });
}

/** The files of an asar archive: its header is JSON, and byte 12 says how long (the format's own README). */
export function listArchive(file: string): Archived[] {
  const bytes = readFileSync(file);
  const header: unknown = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)));
  return entriesOf(z.object({ files: z.unknown() }).parse(header).files, '');
}
