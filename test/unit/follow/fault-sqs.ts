import { createServer } from 'node:http';

/** What the queue answers to a request. */
export interface FaultAnswer {
  readonly status?: number;
  /** SQS's own code of an error. */
  readonly type?: string;
  readonly message?: string;
  /** The answer itself, where it is no error. */
  readonly body?: unknown;
}

export interface FaultSqs {
  /** The address of a queue there. */
  readonly url: string;
  /** What was asked, without the service's name. */
  readonly asked: readonly { readonly action: string; readonly authorization: string }[];
  answer(action: string, answer: FaultAnswer): void;
  stop(): Promise<void>;
}

/** A queue of the tests' own that answers what it is told to: what an emulator never says. */
export async function startFaultSqs(): Promise<FaultSqs> {
  const answers = new Map<string, FaultAnswer>();
  const asked: { action: string; authorization: string }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
      asked.push({ action, authorization: request.headers.authorization ?? '' });
      const { status = 200, type, message = '', body = {} } = answers.get(action) ?? {};
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(type === undefined ? body : { __type: type, message }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen.');
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}/111122223333/trail`,
    asked,
    answer: (action, answer) => void answers.set(action, answer),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
