import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not answered: the status, and a sentence for whoever debugs it. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

const ownHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const ownSites = new Set(['same-origin', 'none']);

/**
 * What every request has to meet, the page's files included (security: P7): it names this host, so that a foreign
 * name that resolves to 127.0.0.1 gets nothing (DNS rebinding; the port is not compared, `ssh -L` changes it), and it
 * comes from no other site.
 */
export function refuseForeign(headers: IncomingHttpHeaders): Refusal | undefined {
  const { host, origin } = headers;
  if (host === undefined || !ownHost.test(host))
    return { status: 421, message: 'This host answers to 127.0.0.1 and localhost only.' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && (typeof site !== 'string' || !ownSites.has(site))) {
    return { status: 403, message: 'This host answers its own page only.' };
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return { status: 403, message: 'This host answers its own page only.' };
  }
  return undefined;
}

/** Whether the request carries the token, compared in constant time (security: P7). */
export function hasToken(headers: IncomingHttpHeaders, token: string): boolean {
  const given = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  // Digests have one length, which timingSafeEqual wants, and hide how long the token is.
  return timingSafeEqual(digest(given), digest(token));
}

/** Whether the body says that it is of this type, parameters (charset) aside. */
export function hasContentType(headers: IncomingHttpHeaders, wanted: string): boolean {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() === wanted;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
