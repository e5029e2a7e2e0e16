const storageKey = 'spoor.token';

/** The token in a fragment, and what is left of the fragment without it. The rest may be the page's own view. */
export function splitToken(fragment: string): { readonly token: string | null; readonly rest: string } {
  const found = /^#token=([\w-]{43})(\/.*)?$/.exec(fragment);
  if (found === null) return { token: null, rest: fragment };
  return { token: found[1] ?? null, rest: found[2] === undefined ? '' : `#${found[2]}` };
}

/**
 * Takes the token out of the address: into this tab's storage, away from the address bar and from the history
 * (security: P7). After a reload it comes from the storage.
 */
export function takeToken(): string | null {
  const { token, rest } = splitToken(window.location.hash);
  if (token === null) return window.sessionStorage.getItem(storageKey);
  window.sessionStorage.setItem(storageKey, token);
  window.history.replaceState(
    window.history.state,
    '',
    `${window.location.pathname}${window.location.search}${rest}`,
  );
  return token;
}
