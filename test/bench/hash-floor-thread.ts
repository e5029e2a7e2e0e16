import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { FloorTask } from './floor-thread.ts';

// The least that any check of these files has to do: read, gunzip, hash what is unpacked.
const { files } = workerData as FloorTask;
let bytes = 0;
for (const file of files) {
  const content = gunzipSync(readFileSync(file));
  createHash('sha256').update(content).digest();
  bytes += content.length;
}
parentPort?.postMessage(bytes);
