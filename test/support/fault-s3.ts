import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  type ErrorFault,
  error,
  objectRefusal,
  sendBody,
  sendError,
  sendFault,
  sendXml,
} from './fault-answers.ts';
import { listingXml } from './fault-listing.ts';
import {
  checksumOf,
  type FaultObject,
  objectHeaders,
  type StoredObject,
  storedObject,
} from './fault-objects.ts';
import { type Fault, FaultBook, type FaultOperation, type FaultRule } from './fault-rules.ts';
import { answerSts, type StsOptions } from './fault-sts.ts';
import { checkSignature, type FaultCredentials, type SignatureVerdict } from './signature-v4.ts';

export type { FaultObject } from './fault-objects.ts';
export { type Fault, type FaultOperation, type FaultRule, faults } from './fault-rules.ts';
export type { FaultCredentials } from './signature-v4.ts';

export interface FaultS3Options {
  readonly objects?: readonly FaultObject[];
  /** Keys and folders on a page of a listing; 1000 when absent. */
  readonly pageSize?: number;
  readonly rules?: readonly FaultRule[];
  /** Who may ask; absent: everybody, signed or not. */
  readonly credentials?: readonly FaultCredentials[];
  /** Whether requests without a signature are answered, too. */
  readonly isPublic?: boolean;
  /** How far the server's clock is ahead of this machine's. */
  readonly clockSkewMs?: number;
  /** `trail-bucket` when absent; of other buckets it says NoSuchBucket. */
  readonly bucket?: string;
  /** `us-east-1` when absent; requests signed for another region are refused, as S3 does. */
  readonly region?: string;
  /** `111122223333` when absent. */
  readonly owner?: string;
  /** To come back where another was; any free one when absent. */
  readonly port?: number;
  /** Answers of STS at the same address. */
  readonly sts?: StsOptions;
}

/** A request that came in, in the order of arrival. */
export interface FaultRequest {
  readonly operation: FaultOperation | 'sts' | 'other';
  /** The key of a `get`, the prefix of a `list`; else empty. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly accessKeyId: string | null;
}

export interface FaultS3 {
  readonly url: string;
  readonly bucket: string;
  readonly requests: readonly FaultRequest[];
  put(object: FaultObject): void;
  remove(key: string): void;
  addRules(...rules: readonly FaultRule[]): void;
  clearRules(): void;
  setCredentials(credentials: readonly FaultCredentials[]): void;
  stop(): Promise<void>;
}

/** An S3 of the tests' own on a loopback port: path style, signatures checked, and faults on demand. */
export async function startFaultS3(options: FaultS3Options = {}): Promise<FaultS3> {
  const server = new FaultServer(options);
  await server.listen();
  return server;
}

interface Question {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly operation: FaultOperation;
  readonly key: string;
  readonly query: URLSearchParams;
}

class FaultServer implements FaultS3 {
  readonly bucket: string;
  readonly requests: FaultRequest[] = [];
  readonly #options: FaultS3Options;
  readonly #objects = new Map<string, StoredObject>();
  readonly #book: FaultBook;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #credentials: readonly FaultCredentials[] | undefined;
  #port = 0;

  constructor(options: FaultS3Options) {
    this.#options = options;
    this.bucket = options.bucket ?? 'trail-bucket';
    this.#book = new FaultBook(options.rules ?? []);
    this.#credentials = options.credentials;
    for (const object of options.objects ?? []) this.put(object);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, '127.0.0.1', () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address !== null) this.#port = address.port;
        resolve();
      });
    });
  }

  put(object: FaultObject): void {
    this.#objects.set(object.key, storedObject(object));
  }

  remove(key: string): void {
    this.#objects.delete(key);
  }

  addRules(...rules: readonly FaultRule[]): void {
    this.#book.add(...rules);
  }

  clearRules(): void {
    this.#book.clear();
  }

  setCredentials(credentials: readonly FaultCredentials[]): void {
    this.#credentials = credentials;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const target = new URL(request.url ?? '/', 'http://server');
    const [bucket = '', ...rest] = (request.url ?? '/').replace(/\?.*$/, '').slice(1).split('/');
    const query = target.searchParams;
    const objectKey = decodeURIComponent(rest.join('/'));
    const operation = operationOf(request.method ?? '', bucket, objectKey, query);
    const key = operation === 'list' ? (query.get('prefix') ?? '') : operation === 'get' ? objectKey : '';
    const nowMs = Date.now() + (this.#options.clockSkewMs ?? 0);
    response.setHeader('date', new Date(nowMs).toUTCString());
    response.setHeader('x-amz-request-id', `REQ${this.requests.length}`);
    const verdict: SignatureVerdict =
      this.#credentials === undefined && operation !== 'sts'
        ? { kind: 'anonymous' }
        : checkSignature(request, body, this.#credentials ?? [], nowMs);
    const accessKeyId = verdict.kind === 'signed' ? verdict.accessKeyId : null;
    this.requests.push({ operation, key, query, headers: request.headers, accessKeyId });

    if (operation === 'sts') return answerSts(response, body, verdict, this.#options.sts ?? {});
    if (operation === 'other') return sendError(response, 405, 'MethodNotAllowed', 'Not spoken here.');
    const refusal = this.#refusalOf(request, verdict, bucket, operation);
    if (refusal !== null) return sendFault(response, refusal, operation);
    return this.#serve({ request, response, operation, key, query });
  }

  #refusalOf(
    request: IncomingMessage,
    verdict: SignatureVerdict,
    bucket: string,
    operation: FaultOperation,
  ): ErrorFault | null {
    if (verdict.kind === 'refused') return { ...verdict, kind: 'error' };
    if (bucket !== this.bucket) {
      return error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
    }
    const region = this.#options.region ?? 'us-east-1';
    const headers = { 'x-amz-bucket-region': region };
    if (verdict.kind === 'anonymous' && this.#credentials !== undefined && this.#options.isPublic !== true) {
      return { ...error(403, 'AccessDenied', 'Access Denied'), headers };
    }
    // GetBucketLocation is answered in us-east-1 for buckets of every region.
    const isAnywhere =
      operation === 'location' && verdict.kind === 'signed' && verdict.region === 'us-east-1';
    if (verdict.kind === 'signed' && verdict.region !== region && !isAnywhere) {
      const message = `The authorization header is malformed; the region '${verdict.region}' is wrong; expecting '${region}'`;
      return { ...error(400, 'AuthorizationHeaderMalformed', message, { Region: region }), headers };
    }
    const expected = request.headers['x-amz-expected-bucket-owner'];
    if (expected !== undefined && expected !== (this.#options.owner ?? '111122223333')) {
      return error(403, 'AccessDenied', 'Access Denied');
    }
    return null;
  }

  async #serve(question: Question): Promise<void> {
    const { response, operation, key, query } = question;
    const region = this.#options.region ?? 'us-east-1';
    const fault = this.#book.faultFor(operation, key);
    if (fault?.kind === 'first') await fault.run(this);
    if (fault?.kind === 'error') return sendFault(response, fault, operation);
    if ((fault?.kind === 'reset' || fault?.kind === 'hang') && fault.when === 'before') {
      if (fault.kind === 'reset') question.request.socket.resetAndDestroy();
      return;
    }
    switch (operation) {
      case 'headBucket':
        response.writeHead(200, { 'x-amz-bucket-region': region }).end();
        return;
      case 'location': {
        const constraint = region === 'us-east-1' ? '' : region;
        return sendXml(
          response,
          200,
          `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${constraint}</LocationConstraint>`,
        );
      }
      case 'list': {
        const pageSize = this.#options.pageSize ?? 1000;
        return sendXml(
          response,
          200,
          listingXml(this.#objects.values(), { bucket: this.bucket, query, pageSize }),
        );
      }
      case 'get':
        return this.#sendObject(question, fault);
    }
  }

  #sendObject({ request, response, key }: Question, fault: Fault | null): void {
    const object = this.#objects.get(key);
    const refusal = objectRefusal(object, request);
    if (object === undefined || refusal !== null) {
      sendFault(response, refusal ?? error(404, 'NoSuchKey', 'The specified key does not exist.'), 'get');
      return;
    }
    const headers = objectHeaders(object, request.headers['x-amz-checksum-mode'] === 'ENABLED');
    if (fault?.kind === 'wrongChecksum') {
      headers['x-amz-checksum-crc32'] = checksumOf('CRC32', Buffer.from(`not ${key}`));
    }
    sendBody(response.writeHead(200, headers), object.bytes, fault);
  }
}

function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
): FaultRequest['operation'] {
  if (bucket === '') return method === 'POST' ? 'sts' : 'other';
  if (method === 'HEAD') return key === '' ? 'headBucket' : 'other';
  if (method !== 'GET') return 'other';
  if (key !== '') return 'get';
  return query.has('location') ? 'location' : 'list';
}
