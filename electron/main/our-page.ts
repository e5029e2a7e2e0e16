/** Where the page lives: a scheme of our own, never a file: URL. */
export const pageScheme = 'app';
const pageHost = 'app';
export const pageUrl = `${pageScheme}://${pageHost}/`;

/**
 * Whether a URL is our own page. Parsed protocol and host are compared, one by one: no substring, and never
 * `origin`, which is the string "null" for every scheme that Node does not know (security: S13, S17).
 */
export function isOurPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${pageScheme}:` && host === pageHost && username === '' && password === '';
}
