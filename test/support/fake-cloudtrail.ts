import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A question that came in, and how to answer it. */
export interface CloudTrailQuestion {
  /** `GetTrailStatus`. */
  readonly operation: string;
  /** Of the signature's scope. */
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What to answer: JSON, an error of the service, or whatever bytes. */
export type CloudTrailReply =
  | { readonly json: unknown }
  | { readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly write: (response: ServerResponse) => void };

export interface FakeCloudTrail {
  readonly endpoint: string;
  readonly asked: readonly CloudTrailQuestion[];
  close(): Promise<void>;
}

/**
 * A server that speaks CloudTrail's protocol (AWS JSON 1.1: the operation in X-Amz-Target, everything by POST to /).
 * It looks at signatures only for their region.
 */
export async function startFakeCloudTrail(
  answer: (question: CloudTrailQuestion) => CloudTrailReply,
): Promise<FakeCloudTrail> {
  const asked: CloudTrailQuestion[] = [];
  const server = createServer((request, response) => {
    readQuestion(request)
      .then((question) => {
        asked.push(question);
        reply(response, answer(question));
      })
      .catch((error: unknown) => reply(response, { error: 'InternalFailure', message: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readQuestion(request: IncomingMessage): Promise<CloudTrailQuestion> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const target = String(request.headers['x-amz-target']);
  const input: unknown = JSON.parse(body);
  if (request.headers['content-type'] !== 'application/x-amz-json-1.1') throw new Error('Not AWS JSON 1.1.');
  if (typeof input !== 'object' || input === null) throw new Error('The input is no object.');
  return {
    operation: target.slice(target.lastIndexOf('.') + 1),
    region:
      /Credential=[^/]+\/\d{8}\/([^/]+)\/cloudtrail\//.exec(String(request.headers.authorization))?.[1] ?? '',
    input: { ...input },
  };
}

function reply(response: ServerResponse, answer: CloudTrailReply): void {
  if ('write' in answer) {
    answer.write(response);
    return;
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'fake' };
  if ('json' in answer) {
    response.writeHead(200, headers).end(JSON.stringify(answer.json));
    return;
  }
  const body = { __type: answer.error, message: answer.message ?? '' };
  response.writeHead(answer.status ?? 400, headers).end(JSON.stringify(body));
}
