declare module 'proxy-from-env' {
  /** Reads `process.env` at every call. Empty for no proxy. */
  export function getProxyForUrl(url: string): string;
}
