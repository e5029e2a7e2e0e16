import type { CaseInfo } from '../../electron/contract/api.ts';

const storageKey = 'spoor.case';

interface RememberedCase {
  readonly case: string;
  readonly name: string;
  readonly place: string;
}

/** Which case this window shows, so that a reload finds it again. A window's own: another window has another. */
export function rememberCase(info: CaseInfo | null): void {
  if (info === null) window.sessionStorage.removeItem(storageKey);
  else
    window.sessionStorage.setItem(
      storageKey,
      JSON.stringify({ case: info.case, name: info.name, place: info.place }),
    );
}

export function rememberedCase(): RememberedCase | null {
  const text = window.sessionStorage.getItem(storageKey);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isRemembered(value) ? value : null;
  } catch {
    // Not ours; then nothing is remembered.
    return null;
  }
}

function isRemembered(value: unknown): value is RememberedCase {
  return (
    typeof value === 'object' &&
    value !== null &&
    'case' in value &&
    typeof value.case === 'string' &&
    'name' in value &&
    typeof value.name === 'string' &&
    'place' in value &&
    typeof value.place === 'string'
  );
}
