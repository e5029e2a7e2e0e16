import type { TrailAnswer } from './trail-answer.ts';

/** Answers that do not say whose they are, sorted by what their file is called. */
export interface UnnamedAnswers {
  /** Of the trail of this name, newest first. */
  of(name: string): readonly TrailAnswer[];
  /** Of no trail that could be told, newest first. */
  readonly others: readonly TrailAnswer[];
}

/**
 * Gives each status without a trail to the trail whose name its file's name has: `status-main.json` to `main`.
 * Where one name is part of another (`main`, `main-eu`), the longer one is meant; where two trails of different
 * regions or accounts have the same name, or two names are there, nothing is decided.
 */
export function unnamedAnswers(
  answers: readonly TrailAnswer[],
  trails: readonly { readonly name: string }[],
): UnnamedAnswers {
  const unnamed = answers.filter(
    ({ operation, origin, trailArn }) =>
      operation === 'GetTrailStatus' && origin === 'file' && trailArn === null,
  );
  const names = trails.map(({ name }) => name);
  const byOwner = new Map<string | null, TrailAnswer[]>();
  for (const answer of unnamed) {
    const owner = ownerOf(answer.fileName ?? '', names);
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), answer]);
  }
  return { of: (name) => byOwner.get(name) ?? [], others: byOwner.get(null) ?? [] };
}

function ownerOf(fileName: string, names: readonly string[]): string | null {
  const found = names.filter((name) => hasWord(fileName, name));
  const longest = found.filter(
    (name) => !found.some((other) => other.length > name.length && other.includes(name)),
  );
  const [only] = longest;
  return longest.length === 1 && only !== undefined ? only : null;
}

/** Letters and digits beside it would make another name of it: `ctl` is not in `ctlog`. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + word.length)];
    if (!/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after)) return true;
  }
  return false;
}
