import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

export interface FloorTask {
  readonly files: readonly string[];
}

// The least that any reader of these files has to do: read, hash, gunzip, parse.
const { files } = workerData as FloorTask;
let records = 0;
for (const file of files) {
  const bytes = readFileSync(file);
  createHash('sha256').update(bytes).digest();
  records += JSON.parse(gunzipSync(bytes).toString('latin1')).Records.length;
}
parentPort?.postMessage(records);
