import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { untilAborted } from '../contract/abort.ts';
import {
  api,
  type CallName,
  type Client,
  type MethodName,
  type Params,
  type Result,
  type StreamName,
} from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { isCallName, isStreamName } from '../contract/methods.ts';
import { asDiskError } from './case/disk-error.ts';
import type { Log } from './log.ts';

type CallHandlers = {
  readonly [M in CallName]: (params: Params<M>, signal: AbortSignal) => Promise<Result<M>>;
};
type StreamHandlers = {
  readonly [M in StreamName]: (params: Params<M>, signal: AbortSignal) => AsyncIterable<Result<M>>;
};

/** What answers each method of the contract. The signal aborts when nobody waits for the answer any more. */
export type Handlers = CallHandlers & StreamHandlers;

/**
 * The one place where messages meet the contract, whatever carried them: it refuses methods that do not exist
 * and parameters that do not fit, and checks every result before it leaves, so that a page can rely on its types.
 *
 * An `AppError` passes as it is. Anything else is a programming mistake: the log gets it with a number, the caller
 * gets `internal` with that number and never a stack. An abort is neither: a call rejects with the signal's
 * reason, a stream ends. `onFailure` is told of every AppError that a handler ended with.
 */
export function createDispatcher(
  handlers: Handlers,
  log: Log,
  onFailure: (error: AppError, params: unknown) => void = () => {},
): Client {
  const calls: CallHandlers = handlers;
  const streams: StreamHandlers = handlers;

  function told(error: unknown, method: string, params: unknown): AppError {
    const known = toAppError(error, method, log);
    onFailure(known, params);
    return known;
  }

  async function call<M extends CallName>(
    method: M,
    params: Params<M>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Result<M>> {
    // The type promises a name, a message does not keep it.
    if (!isCallName(method)) throw noSuchMethod(method, 'call');
    signal.throwIfAborted();
    const asked = readParams(method, params);
    try {
      const answering = Promise.resolve(calls[method](asked, signal));
      return readResult(method, await untilAborted(answering, signal));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw told(error, method, asked);
    }
  }

  async function* stream<M extends StreamName>(
    method: M,
    params: Params<M>,
    signal: AbortSignal = new AbortController().signal,
  ): AsyncGenerator<Result<M>> {
    if (!isStreamName(method)) throw noSuchMethod(method, 'stream');
    if (signal.aborted) return;
    const asked = readParams(method, params);
    const ended = new AbortController();
    const wanted = AbortSignal.any([signal, ended.signal]);
    try {
      const iterator = streams[method](asked, wanted)[Symbol.asyncIterator]();
      try {
        while (!signal.aborted) {
          const step = await untilAborted(iterator.next(), wanted);
          if (step.done) return;
          yield readResult(method, step.value);
        }
      } finally {
        ended.abort();
        // Not awaited: a handler that hangs in its own await must not hold the reader; its end is of no interest.
        iterator.return?.().catch(() => undefined);
      }
    } catch (error) {
      if (!signal.aborted) throw told(error, method, asked);
    }
  }

  return { call, stream };
}

function readParams<M extends MethodName>(method: M, params: unknown): Params<M> {
  const read = api[method].params.safeParse(params);
  if (!read.success) throw new AppError('bad-request', `${method}: ${describeIssue(read.error)}`);
  // A cast: TypeScript does not follow that api[M].params infers Params<M>, which is its definition.
  return read.data as Params<M>;
}

function readResult<M extends MethodName>(method: M, value: unknown): Result<M> {
  const read = api[method].result.safeParse(value);
  if (!read.success)
    throw new Error(`The result of ${method} is not what the contract says: ${describeIssue(read.error)}`);
  // A cast: see readParams().
  return read.data as Result<M>;
}

/** The first thing that does not fit, with the field's name: "page.limit: Too big: expected number to be <=1000". */
function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'the value does not fit.';
  const place = issue.path.length === 0 ? 'the parameters' : issue.path.map(String).join('.');
  return `${place}: ${issue.message}.`;
}

function noSuchMethod(method: unknown, kind: 'call' | 'stream'): AppError {
  return new AppError(
    'bad-request',
    `There is no ${kind} named ${JSON.stringify(String(method).slice(0, 64))}.`,
  );
}

function toAppError(error: unknown, method: string, log: Log): AppError {
  const known = error instanceof AppError ? error : asDiskError(error);
  if (known !== null) return known;
  const logId = randomBytes(4).toString('hex');
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error('dispatch.failed', { logId, method, detail });
  return new AppError('internal', `Something went wrong inside Spoor (log number ${logId}).`, {
    cause: error,
  });
}
