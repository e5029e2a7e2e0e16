import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The page's policy, the same constant in both hosts (security: S7). Nothing from elsewhere, nothing inline,
 * no eval, no HTML from strings.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Sent with every answer of either host, assets and refusals alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A closed list: a file of another kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** The page's files by their exact URL path (`/assets/index-abc.js`); `/` is the page itself. */
export type Assets = ReadonlyMap<string, Asset>;

/**
 * Reads the built page into memory once. Serving is then a look-up of the exact path in this map: no path from
 * a request ever reaches the file system, so there is nothing to climb out of (security: S18).
 *
 * @throws Error when the folder holds no built page.
 */
export function loadAssets(folder: string): Assets {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const segments = path.relative(folder, file).split(path.sep);
    const contentType = contentTypes[path.extname(entry.name)];
    // Dot folders hold the bundler's own notes (.vite).
    if (!entry.isFile() || contentType === undefined || segments.some((segment) => segment.startsWith('.')))
      continue;
    assets.set(`/${segments.join('/')}`, { bytes: new Uint8Array(readFileSync(file)), contentType });
  }
  const page = assets.get('/index.html');
  if (page === undefined) throw new Error(`There is no built page in ${folder}. Run npm run build.`);
  assets.set('/', page);
  return assets;
}
