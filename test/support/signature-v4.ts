import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may ask a server of the tests. */
export interface FaultCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly isExpired?: boolean;
}

/** What a signature says, or the error with which AWS would answer. */
export type SignatureVerdict =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'signed'; readonly accessKeyId: string; readonly region: string }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly fields: Readonly<Record<string, string>>;
    };

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const allowedSkewMs = 15 * 60_000;

/**
 * Recomputes signature version 4 of a request from the secret, as
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html describes it.
 */
export function checkSignature(
  request: IncomingMessage,
  body: Uint8Array,
  known: readonly FaultCredentials[],
  nowMs: number,
): SignatureVerdict {
  const header = request.headers.authorization;
  if (header === undefined) return { kind: 'anonymous' };
  const found = authorizationPattern.exec(header);
  if (found === null)
    return refused(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] =
    found;
  const credentials = known.find((each) => each.accessKeyId === accessKeyId);
  if (credentials === undefined) {
    return refused(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      {
        AWSAccessKeyId: accessKeyId,
      },
    );
  }
  const stamp = one(request, 'x-amz-date');
  const sentMs = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(sentMs - nowMs) <= allowedSkewMs)) {
    return refused(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: stamp,
        ServerTime: new Date(nowMs).toISOString().replace(/\.\d{3}/, ''),
        MaxAllowedSkewMilliseconds: String(allowedSkewMs),
      },
    );
  }
  const token = one(request, 'x-amz-security-token');
  if (token !== (credentials.sessionToken ?? '')) {
    return refused(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const canonical = canonicalRequest(request, body, signedHeaders.split(';'), service);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  let key: Uint8Array = Buffer.from(`AWS4${credentials.secretAccessKey}`);
  for (const part of [date, region, service, 'aws4_request']) key = hmac(key, part);
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))) {
    return refused(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      // S3 sends these back, the session token among the headers: a client must not pass them on.
      { AWSAccessKeyId: accessKeyId, StringToSign: toSign, CanonicalRequest: canonical },
    );
  }
  if (credentials.isExpired === true) {
    return refused(400, 'ExpiredToken', 'The provided token has expired.', { 'Token-0': token });
  }
  return { kind: 'signed', accessKeyId, region };
}

function refused(
  status: number,
  code: string,
  message: string,
  fields: Record<string, string> = {},
): SignatureVerdict {
  return { kind: 'refused', status, code, message, fields };
}

function canonicalRequest(
  request: IncomingMessage,
  body: Uint8Array,
  signedHeaders: readonly string[],
  service: string,
): string {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  const path = cut === -1 ? target : target.slice(0, cut);
  const query = new URLSearchParams(cut === -1 ? '' : target.slice(cut + 1).replaceAll('+', '%2B'));
  const pairs = [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const headers = signedHeaders.map((name) => `${name}:${one(request, name).trim().replace(/ +/g, ' ')}\n`);
  const declared = one(request, 'x-amz-content-sha256');
  const payload = service === 's3' && declared !== '' ? declared : sha256(body);
  return [request.method, path, pairs.join('&'), headers.join(''), signedHeaders.join(';'), payload].join(
    '\n',
  );
}

function one(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
