import path from 'node:path';

/** What a window shows, as far as it decides where opened files go. */
export interface WindowView {
  readonly id: number;
  /** The case file that it shows or is about to show; null where it is none or not known. */
  readonly casePath: string | null;
  /** It shows the start page, and nothing is on its way to it. */
  readonly isFree: boolean;
}

/** Opened files as windows take them: each case by itself, everything else together, to be one case. */
export function groupOpened(paths: readonly string[]): readonly (readonly string[])[] {
  const cases = [...new Set(paths.filter(isCasePath))];
  const others = paths.filter((file) => !isCasePath(file));
  return [...cases.map((file) => [file]), ...(others.length === 0 ? [] : [others])];
}

/**
 * The window that one group of opened files goes to: the one that shows that case already, else the one used last
 * if it is free. Null: a new one.
 *
 * @param windows the one used last at the head
 */
export function windowFor(paths: readonly string[], windows: readonly WindowView[]): WindowView | null {
  const showing = windows.find(({ casePath }) => casePath !== null && paths.includes(casePath));
  if (showing !== undefined) return showing;
  const [last] = windows;
  return last?.isFree === true ? last : null;
}

/** Whether a path looks like a case: those are opened, anything else is imported. */
export function isCasePath(file: string): boolean {
  return path.extname(file).toLowerCase() === '.spoor';
}
