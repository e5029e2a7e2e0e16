import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { generateTrail, type TrailOptions, type TrailPart } from '../../electron/engine/sample/trail.ts';

export interface TrailTask extends TrailPart {
  readonly options: TrailOptions;
  readonly folder: string;
}

export interface TrailSize {
  readonly files: number;
  readonly events: number;
  readonly gzipBytes: number;
  readonly jsonBytes: number;
}

// Started by trail-on-disk.ts with a TrailTask: bench code talks to bench code here, so a cast will do.
const { options, folder, index, of } = workerData as TrailTask;
const made = new Set<string>();
const size = { files: 0, events: 0, gzipBytes: 0, jsonBytes: 0 };
for (const file of generateTrail(options, { index, of })) {
  const target = path.join(folder, file.key);
  const place = path.dirname(target);
  if (!made.has(place)) {
    mkdirSync(place, { recursive: true });
    made.add(place);
  }
  writeFileSync(target, file.bytes);
  size.files += 1;
  size.events += file.records;
  size.gzipBytes += file.bytes.length;
  size.jsonBytes += file.jsonBytes;
}
parentPort?.postMessage(size satisfies TrailSize);
