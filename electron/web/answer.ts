import type { ServerResponse } from 'node:http';
import { securityHeaders } from '../assets/host-assets.ts';
import { type AppError, errorCodes } from '../contract/errors.ts';

/** Sent with everything that is not one of the page's files; there are no CORS headers anywhere (security: P7). */
const apiHeaders = { ...securityHeaders, 'Cache-Control': 'no-store' };

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...apiHeaders,
    'Content-Type': 'application/json',
    'Content-Length': body.length,
  });
  response.end(body);
}

/** Answers with an error's shape; `status` where HTTP has a better word than the code. */
export function answerError(
  response: ServerResponse,
  error: AppError,
  status: number = errorCodes[error.code].httpStatus,
): void {
  answerJson(response, status, { error: error.toShape() });
}
