import type { CustomScheme } from 'electron';
import { type Assets, securityHeaders } from '../assets/host-assets.ts';
import { isOurPage, pageScheme } from './our-page.ts';

/** security: S18. What is not here is off: no CSP bypass, no CORS, no service workers. */
export const pageSchemes: CustomScheme[] = [
  {
    scheme: pageScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
];

/** Answers a request for `app://app/…` from the map of built files, and refuses everything else. */
export function answerPageRequest(
  assets: Assets,
  request: { readonly method: string; readonly url: string },
): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  if (!isOurPage(request.url)) return refusal(403);
  // The path as it is written, not decoded: only the exact names in the map exist.
  const asset = assets.get(new URL(request.url).pathname);
  if (asset === undefined) return refusal(404);
  return new Response(request.method === 'HEAD' ? null : asset.bytes, {
    headers: { ...securityHeaders, 'Content-Type': asset.contentType, 'Cache-Control': 'no-cache' },
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: securityHeaders });
}
