import { setFlagsFromString } from 'node:v8';
import type { Grant } from '../contract/api.ts';
import { toEngine } from '../contract/engine-process.ts';
import { AppError, type ErrorShape } from '../contract/errors.ts';
import { createEngine, type Engine, serveChannel } from '../engine/index.ts';
import { connectMain, portChannel } from './main-link.ts';

// Else an import can stand still for ever: before Node 22.17 a worker thread that has nothing left to do waits for V8's
// background tasks (node#54918), and one that compiles for Sparkplug (in Electron 33 they do, in Node 20 they do not)
// may be waiting for just that worker to collect its garbage. So the workers compile for themselves.
setFlagsFromString('--no-concurrent-sparkplug');

// The engine's process: everything it knows of Electron is in main-link.ts.
const main = connectMain();

for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    // security: P6. Since Electron 37 a utility process only warns about a rejection; a fault must not go on working.
    const detail = error instanceof Error ? (error.stack ?? '') : String(error);
    main.log.error(`engine.${event}`, { detail });
    // The line to main may be cut before the message is through.
    process.stderr.write(`engine.${event}: ${detail}\n`, () => process.exit(1));
  });
}

let engine: Promise<Engine> | undefined;

main.onMessage(async (raw, port) => {
  const message = toEngine.parse(raw);
  if (message.kind === 'start') {
    engine = createEngine({
      version: message.version,
      dataFolder: message.dataFolder,
      logFolder: message.logFolder,
      hasPage: true,
      workersDir: import.meta.dirname,
      log: main.log,
      picker: main.pick,
    });
  } else if (message.kind === 'picked') {
    main.picked(message.id, message.answer);
  } else if (engine === undefined) {
    throw new Error(`The message ${message.kind} came before start.`);
  } else if (message.kind === 'port') {
    if (port === undefined) throw new Error('A port message came without its port.');
    serveChannel(await engine, portChannel(port), main.log);
  } else if (message.kind === 'woke') {
    (await engine).wake();
  } else if (message.kind === 'left') {
    (await engine).leave(message.casePath);
  } else if (message.kind === 'grant') {
    main.send({ kind: 'granted', id: message.id, ...(await grantAll(await engine, message.paths)) });
  } else {
    await (await engine).close();
    process.exit(0);
  }
});

async function grantAll(
  running: Engine,
  paths: readonly string[],
): Promise<{ grants: Grant[]; errors: ErrorShape[] }> {
  const grants: Grant[] = [];
  const errors: ErrorShape[] = [];
  for (const path of paths) {
    try {
      grants.push(await running.grantPath(path));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push(error.toShape());
    }
  }
  return { grants, errors };
}
