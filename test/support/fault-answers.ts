import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeXml } from './fault-listing.ts';
import { isArchived, type StoredObject } from './fault-objects.ts';
import type { Fault, FaultOperation } from './fault-rules.ts';

/** An answer with an error body. */
export type ErrorFault = Extract<Fault, { kind: 'error' }>;

/** Why an object that is asked for is not given, by S3's own rules. */
export function objectRefusal(object: StoredObject | undefined, request: IncomingMessage): ErrorFault | null {
  if (object === undefined) return null;
  const expected = request.headers['if-match'];
  if (expected !== undefined && expected.replaceAll('"', '') !== object.etag) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    return error(412, 'PreconditionFailed', message, { Condition: 'If-Match' });
  }
  if (!isArchived(object)) return null;
  return error(403, 'InvalidObjectState', "The operation is not valid for the object's storage class", {
    StorageClass: object.storageClass,
    ...(object.archiveTier === undefined ? {} : { AccessTier: object.archiveTier }),
  });
}

/** The bytes, or what a fault makes of them. */
export function sendBody(response: ServerResponse, bytes: Buffer, fault: Fault | null): void {
  const half = Math.floor(bytes.length / 2);
  switch (fault?.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes);
      flipped[half] = (flipped[half] ?? 0) ^ 1;
      response.end(flipped);
      return;
    }
    case 'truncate':
      response.write(bytes.subarray(0, half), () => response.socket?.end());
      return;
    case 'reset':
      response.write(bytes.subarray(0, half), () => response.socket?.resetAndDestroy());
      return;
    case 'hang':
      response.write(bytes.subarray(0, half));
      return;
    default:
      response.end(bytes);
  }
}

export function error(
  status: number,
  code: string,
  message: string,
  fields: Record<string, string> = {},
): ErrorFault {
  return { kind: 'error', status, code, message, fields };
}

export function sendFault(response: ServerResponse, fault: ErrorFault, operation: FaultOperation): void {
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
  // A HEAD has no body: the client knows the status and nothing else.
  if (operation === 'headBucket') response.writeHead(fault.status).end();
  else sendError(response, fault.status, fault.code, fault.message ?? fault.code, fault.fields ?? {});
}

export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  fields: Readonly<Record<string, string>> = {},
): void {
  const further = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  const body = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message>${further.join('')}<RequestId>REQ</RequestId></Error>`;
  sendXml(response, status, body);
}

export function sendXml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
