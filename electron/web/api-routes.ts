import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Grant } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { UncheckedClient } from '../contract/methods.ts';
import type { Log } from '../engine/index.ts';
import { answerError, answerJson } from './answer.ts';
import type { PageStreams } from './page-streams.ts';
import { readJson } from './read-body.ts';
import { hasContentType } from './request-guard.ts';
import { receiveUpload } from './upload.ts';

export interface ApiOptions {
  readonly client: UncheckedClient;
  readonly grantPath: (path: string) => Promise<Grant>;
  /** Grants of what the command line named, to be opened by the page that asks first. */
  readonly takeOpened: () => Promise<readonly Grant[]>;
  /** Where dropped files lie until the host ends. */
  readonly dropFolder: string;
  /** Where dropped cases go instead: what is done to them has to stay. */
  readonly caseFolder: string;
  readonly log: Log;
}

/** Answers a request to `/api/…` that has shown its token. Errors are answers; it never rejects. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: ApiOptions,
  streams: PageStreams,
): Promise<void> {
  const gone = new AbortController();
  // Also fires after a complete answer, when nothing is left to abort.
  response.once('close', () => gone.abort());
  try {
    await route(request, response, url, options, streams, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof AppError))
      options.log.error('web.failed', { path: url.pathname, detail: String(error) });
    const known =
      error instanceof AppError
        ? error
        : new AppError('internal', 'Something went wrong inside Spoor.', { cause: error });
    // The rest of a refused body is not read.
    if (!request.complete) response.setHeader('Connection', 'close');
    answerError(response, known);
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: ApiOptions,
  streams: PageStreams,
  signal: AbortSignal,
): Promise<void> {
  const [, , action = '', method = '', ...rest] = url.pathname.split('/');
  if (rest.length > 0) throw noSuchPath(url);
  if (action === 'upload' && method === '') {
    requireType(request, 'application/octet-stream');
    const name = url.searchParams.get('name') ?? '';
    const folder = name.toLowerCase().endsWith('.spoor') ? options.caseFolder : options.dropFolder;
    const top = await receiveUpload(request, { folder, name, batch: url.searchParams.get('batch') });
    return answerJson(response, 200, { result: await options.grantPath(top) });
  }
  requireType(request, 'application/json');
  const params = await readJson(request);
  if (action === 'opened' && method === '')
    return answerJson(response, 200, { result: await options.takeOpened() });
  if (action === 'call')
    return answerJson(response, 200, { result: await options.client.call(method, params, signal) });
  if (action === 'streams')
    return answerJson(response, 200, { result: await answerStreams(method, params, streams, url, signal) });
  throw noSuchPath(url);
}

async function answerStreams(
  verb: string,
  body: unknown,
  streams: PageStreams,
  url: URL,
  gone: AbortSignal,
): Promise<unknown> {
  if (verb === 'take') return streams.take(body, gone);
  if (verb === 'say') streams.say(body);
  else if (verb === 'leave') streams.leave(body);
  else throw noSuchPath(url);
  return {};
}

function requireType(request: IncomingMessage, type: string): void {
  if (!hasContentType(request.headers, type))
    throw new AppError('bad-request', `The body of this request has to be ${type}.`);
}

function noSuchPath(url: URL): AppError {
  return new AppError('bad-request', `There is nothing at ${url.pathname.slice(0, 100)}.`);
}
