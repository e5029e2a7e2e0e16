import type { MessagePortMain, UtilityProcess } from 'electron';
import type { Grant } from '../contract/api.ts';
import { fromEngine, type PickAnswer, type PickRequest, type ToEngine } from '../contract/engine-process.ts';
import type { ErrorShape } from '../contract/errors.ts';
import type { Log } from './log.ts';

export interface EngineHostOptions {
  readonly fork: () => UtilityProcess;
  readonly version: string;
  readonly dataFolder: string;
  /** What is written there goes into a support bundle. */
  readonly logFolder: string;
  readonly pick: (request: PickRequest) => Promise<PickAnswer>;
  readonly log: Log;
}

export interface Granted {
  readonly grants: readonly Grant[];
  /** Why some of the paths could not be granted. */
  readonly errors: readonly ErrorShape[];
}

/** How long the engine may take to close its cases before it is ended; a killed engine loses nothing either. */
const closeWithinMs = 10_000;

interface Running {
  readonly process: UtilityProcess;
  readonly granting: Map<number, { resolve(granted: Granted): void; reject(error: Error): void }>;
  closed: () => void;
}

/** Owns the engine's process: starts it when it is needed, again when it died, and ends it in good order. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  #running: Running | undefined;
  #generation = 0;
  #lastId = 0;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** Counts the engines started so far: a page may connect once to each. */
  get generation(): number {
    return this.#generation;
  }

  /** Starts the engine unless it runs. */
  start(): void {
    this.#ensure();
  }

  /** Waits for the running engine to end, but no longer than `withinMs`; whether it did. */
  async hasEnded(withinMs: number): Promise<boolean> {
    const running = this.#running;
    if (running === undefined) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      running.process.once('exit', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** The machine has slept: what waits for the network need not wait longer. */
  woke(): void {
    if (this.#running !== undefined) send(this.#running.process, { kind: 'woke' });
  }

  /** No window shows the case at this path any more. */
  left(casePath: string): void {
    if (this.#running !== undefined) send(this.#running.process, { kind: 'left', casePath });
  }

  /** Hands the engine its end of a channel to a page. */
  connect(port: MessagePortMain): void {
    send(this.#ensure().process, { kind: 'port' }, [port]);
  }

  /** Grants for paths that a person chose outside the page. @throws Error when the engine ends before it answers. */
  grant(paths: readonly string[]): Promise<Granted> {
    const running = this.#ensure();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      running.granting.set(id, { resolve, reject });
      send(running.process, { kind: 'grant', id, paths: [...paths] });
    });
  }

  /** Ends the engine; resolves when its process is gone. */
  async close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const closed = new Promise<void>((resolve) => {
      running.closed = resolve;
    });
    send(running.process, { kind: 'close' });
    const timer = setTimeout(() => running.process.kill(), closeWithinMs);
    await closed;
    clearTimeout(timer);
  }

  #ensure(): Running {
    if (this.#running !== undefined) return this.#running;
    const { fork, version, dataFolder, logFolder, log } = this.#options;
    const running: Running = { process: fork(), granting: new Map(), closed: () => {} };
    this.#running = running;
    this.#generation += 1;
    running.process.on('message', (message: unknown) => this.#receive(running, message));
    running.process.once('exit', (code: number) => {
      log[code === 0 ? 'info' : 'error']('engine.exited', { code });
      if (this.#running === running) this.#running = undefined;
      for (const { reject } of running.granting.values()) reject(new Error('The engine stopped.'));
      running.closed();
    });
    send(running.process, { kind: 'start', version, dataFolder, logFolder });
    return running;
  }

  #receive(running: Running, raw: unknown): void {
    const { log, pick } = this.#options;
    const read = fromEngine.safeParse(raw);
    if (!read.success) {
      log.error('engine.bad-message', { detail: read.error.issues[0]?.message ?? '' });
      return;
    }
    const message = read.data;
    switch (message.kind) {
      case 'granted':
        running.granting.get(message.id)?.resolve(message);
        running.granting.delete(message.id);
        return;
      case 'pick':
        pick(message.request)
          .catch((error: unknown): PickAnswer => {
            log.error('dialog.failed', { detail: String(error) });
            return { kind: 'cancelled' };
          })
          .then((answer) => send(running.process, { kind: 'picked', id: message.id, answer }))
          .catch((error: unknown) => log.error('engine.send-failed', { detail: String(error) }));
        return;
      case 'log':
        log[message.level](message.event, message.data);
    }
  }
}

function send(engine: UtilityProcess, message: ToEngine, ports: MessagePortMain[] = []): void {
  engine.postMessage(message, ports);
}
