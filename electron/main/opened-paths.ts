import path from 'node:path';

/**
 * The files and folders named on a command line. Switches belong to Chromium; in a checkout the first name is the
 * application itself (`electron . case.spoor`).
 */
export function openedPaths(argv: readonly string[], workingFolder: string, isDefaultApp: boolean): string[] {
  const names = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'));
  return names.slice(isDefaultApp ? 1 : 0).map((name) => path.resolve(workingFolder, name));
}
