import { api, type CallName, type MethodName, type StreamName } from './api.ts';

/** Whether `name` is a method of the contract: an own property, so that `constructor` or `__proto__` is none. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(api, name);
}

export function isCallName(name: string): name is CallName {
  return isMethodName(name) && api[name].kind === 'call';
}

export function isStreamName(name: string): name is StreamName {
  return isMethodName(name) && api[name].kind === 'stream';
}

/**
 * A client as a transport sees it: names and values straight from a message, not yet known to be right. The
 * dispatcher checks both at run time, so every `Client` made by it is one of these too.
 */
export interface UncheckedClient {
  call(method: string, params: unknown, signal?: AbortSignal): Promise<unknown>;
  stream(method: string, params: unknown, signal?: AbortSignal): AsyncIterable<unknown>;
}
