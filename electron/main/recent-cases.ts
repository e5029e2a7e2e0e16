import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { recentFile, recentFileName } from '../contract/recent-file.ts';

export interface RecentCase {
  readonly path: string;
  /** The file's name; with its folder's where two have the same. */
  readonly name: string;
}

/** The cases opened last that are still there. A lost or damaged list is an empty one, as it is for the engine. */
export function readRecentCases(dataFolder: string): readonly RecentCase[] {
  try {
    const text = readFileSync(path.join(dataFolder, recentFileName), 'utf8');
    return nameCases(
      recentFile
        .parse(JSON.parse(text))
        .map((recent) => recent.path)
        .filter((file) => existsSync(file)),
    );
  } catch {
    return [];
  }
}

/** Names for paths, told apart by their folder where that is needed. */
export function nameCases(paths: readonly string[]): readonly RecentCase[] {
  const names = paths.map((file) => path.basename(file));
  return paths.map((file, index) => {
    const name = names[index] ?? '';
    const isShared = names.filter((other) => other === name).length > 1;
    return { path: file, name: isShared ? `${name} in ${path.basename(path.dirname(file))}` : name };
  });
}
