import type { Asked, Diagnosis } from './asked.ts';
import type { AwsFailure } from './aws-failure.ts';
import { usualProxy } from './proxy.ts';

const throttled: ReadonlySet<string> = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
]);
const timedOut: ReadonlySet<string> = new Set([
  'TimeoutError',
  'RequestTimeout',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
]);
const cut: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
const noRoute: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
const noName: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
const tlsCode = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH/;

/** The code of an error that `proxy-agents.ts` makes. */
export const proxyFailureCode = 'EPROXY';
/** Only a proxy that was asked for a thing of plain http answers so; in a tunnel it is an error of its own. */
const proxyWantsSignIn = 407;

export function isThrottled({ code, status }: AwsFailure): boolean {
  return throttled.has(code) || status === 429 || (status === 503 && !timedOut.has(code));
}

/** Whether the same request may well succeed a moment later. */
export function isPassing(failure: AwsFailure): boolean {
  const { code, status } = failure;
  if (isThrottled(failure) || timedOut.has(code) || cut.has(code) || noRoute.has(code)) return true;
  // A name that does not exist will not exist in a second; a resolver that did not answer may answer.
  if (code === 'EAI_AGAIN' || code === 'ECONNREFUSED') return true;
  return status !== null && status >= 500 && status !== 501;
}

export function isNetworkFailure(failure: AwsFailure): boolean {
  return (
    isPassing(failure) ||
    noName.has(failure.code) ||
    failure.code === proxyFailureCode ||
    failure.status === proxyWantsSignIn ||
    tlsCode.test(failure.code)
  );
}

/** Why there was no answer, or none of use. */
export function networkError(failure: AwsFailure, asked: Asked): Diagnosis {
  const { code, message, status } = failure;
  const host = hostOf(asked);
  if (code === proxyFailureCode) {
    return network(message, 'Check HTTPS_PROXY and NO_PROXY in the environment in which Spoor was started.');
  }
  if (status === proxyWantsSignIn) {
    return network(
      `The proxy ${usualProxy('http:')?.host ?? `before ${host}`} wants a user and a password.`,
      'Check HTTP_PROXY and NO_PROXY in the environment in which Spoor was started.',
    );
  }
  if (tlsCode.test(code)) {
    return network(
      `The certificate of ${host} is not trusted (${code}).`,
      'Where a private authority or a proxy that looks into connections made it, choose its certificate as a PEM file.',
    );
  }
  if (noName.has(code)) {
    return network(
      `The name of ${host} cannot be resolved (${code}).`,
      'Check the connection to the network, and the region or the endpoint for a slip.',
    );
  }
  if (code === 'ECONNREFUSED') {
    return network(
      `${host} refuses connections.`,
      'Check the address and the port, and whether a proxy is needed.',
    );
  }
  if (isThrottled(failure)) {
    return network(
      `${host} kept asking to slow down.`,
      'Try again later, or with fewer requests at a time; others may be reading the same prefix.',
    );
  }
  if (status !== null && status >= 500) {
    return network(`${host} kept failing (${code}, status ${status}).`, 'Try again later.');
  }
  if (timedOut.has(code)) {
    return network(`${host} did not answer in time.`, 'Check the connection to the network and try again.');
  }
  return network(
    `The connection to ${host} broke off again and again (${code}).`,
    'Check the connection to the network and try again; what was fetched is kept.',
  );
}

function network(message: string, advice: string): Diagnosis {
  return { fault: 'network', message, advice };
}

function hostOf({ action, endpoint, region }: Asked): string {
  if (endpoint !== null) return new URL(endpoint).host;
  return `${action === 'identity' || action === 'credentials' ? 'STS' : 'S3'} in ${region}`;
}
