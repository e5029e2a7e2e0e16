import { parentPort } from 'node:worker_threads';
import { parseSelectors } from '../../contract/selectors/parse.ts';
import type { Selectors } from '../../contract/selectors/selectors.ts';
import { buffersOf } from '../ingest/event-batch.ts';
import type { BatchAnswer, FileAnswer } from '../ingest/file-task.ts';
import { parseBatch } from '../ingest/parse-batch.ts';
import type { ParseReply, ParseRequest } from '../ingest/parse-pool.ts';

/** A thread that reads batches of files and answers with their events, until it is ended. */
const port = parentPort;
if (port === null) throw new Error('parse-thread runs as a worker thread only');

/** Batches of one source come with the same selectors. */
let last: { readonly json: string; readonly selectors: Selectors } | null = null;

port.on('message', (request: ParseRequest) => {
  const parsed = parseBatch(request.tasks, selectorsOf(request.selectorsJson));
  const answer: BatchAnswer = { events: parsed.events, files: parsed.files.map(withOwnMemory) };
  const moved = new Set<ArrayBufferLike>(buffersOf(answer.events));
  for (const file of answer.files)
    if (file.kind !== 'unchanged' && file.bytes !== null) moved.add(file.bytes.buffer);
  const reply: ParseReply = { kind: 'answer', id: request.id, answer };
  port.postMessage(
    reply,
    [...moved].filter((buffer) => buffer instanceof ArrayBuffer),
  );
});

const ready: ParseReply = { kind: 'ready' };
port.postMessage(ready);

function selectorsOf(json: string | null): Selectors | null {
  if (json === null) return null;
  if (last?.json !== json) last = { json, selectors: parseSelectors(json) };
  return last.selectors;
}

/** Bytes that are a part of a larger piece of memory cannot be moved to another thread without it. */
function withOwnMemory(file: FileAnswer): FileAnswer {
  if (file.kind === 'unchanged' || file.bytes === null) return file;
  const { bytes } = file;
  return bytes.byteLength === bytes.buffer.byteLength ? file : { ...file, bytes: new Uint8Array(bytes) };
}
