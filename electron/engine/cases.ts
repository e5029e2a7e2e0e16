import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import { createCase, type OpenCase, openCase } from './case/case-file.ts';
import { CaseSession, type SessionOptions } from './case-session.ts';
import type { Log } from './log.ts';
import type { RecentCases } from './recent-cases.ts';

export interface CasesOptions extends SessionOptions {
  readonly version: string;
  readonly dataFolder: string;
  readonly clock: () => number;
  readonly log: Log;
  /** Null: nobody looks at the list. */
  readonly recent: RecentCases | null;
}

/** The cases that are open in this engine. A file that is open already is not opened twice. */
export class Cases {
  readonly #open = new Map<string, CaseSession>();
  /** By path: a case that is being opened, to be shared, and one that is being closed, to be waited for. */
  readonly #starting = new Map<string, Promise<CaseSession>>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #ended = new AbortController();
  readonly #options: CasesOptions;

  constructor(options: CasesOptions) {
    this.#options = options;
  }

  all(): readonly CaseSession[] {
    return [...this.#open.values()];
  }

  /** @throws AppError `not-found` when the case was closed meanwhile */
  get(id: string): CaseSession {
    const session = this.#open.get(id);
    if (session === undefined)
      throw new AppError('not-found', 'This case is not open any more.', {
        advice: 'Open it again from the start page.',
      });
    return session;
  }

  async create(target: string): Promise<CaseSession> {
    return this.#start(createCase(withSuffix(target), this.#options));
  }

  /** Creates a case in Spoor's own folder, numbered when the name is taken. */
  async createNamed(name: string): Promise<CaseSession> {
    const folder = path.join(this.#options.dataFolder, 'cases');
    await mkdir(folder, { recursive: true });
    const plain =
      name
        .replace(/[^\p{L}\p{N} ._-]/gu, '_')
        .replace(/^\.+/, '')
        .slice(0, 100) || 'case';
    for (let n = 1; ; n++) {
      const target = path.join(folder, n === 1 ? `${plain}.spoor` : `${plain} ${n}.spoor`);
      if (!existsSync(target)) return this.create(target);
    }
  }

  async open(target: string, access: 'write' | 'read'): Promise<CaseSession> {
    const actual = await realpath(target).catch((cause: unknown) => {
      throw new AppError('not-found', `There is no case at ${target}.`, { cause });
    });
    // Before it is closed the write lock is ours still, and would refuse us.
    await this.#closing.get(actual);
    await this.#forgetLost(actual);
    const already = this.all().find((session) => session.file.path === actual);
    return (
      already ?? this.#starting.get(actual) ?? this.#start(openCase(actual, { ...this.#options, access }))
    );
  }

  /** An empty case for the sample, in Spoor's own folder; an earlier sample that nobody has open is replaced. */
  async createSample(): Promise<CaseSession> {
    const folder = path.join(this.#options.dataFolder, 'sample');
    await mkdir(folder, { recursive: true });
    for (let n = 1; ; n++) {
      const target = path.join(folder, n === 1 ? 'Sample case.spoor' : `Sample case ${n}.spoor`);
      if (existsSync(target) && !(await this.#removeUnused(target))) continue;
      return this.create(target);
    }
  }

  async close(id: string): Promise<void> {
    const session = this.get(id);
    const { path: file } = session.file;
    this.#open.delete(id);
    const closing = session.close().finally(() => this.#closing.delete(file));
    this.#closing.set(file, closing);
    await closing;
  }

  /** Closes every case, also one that is being opened right now: whoever asked for it is refused. */
  async closeAll(): Promise<void> {
    this.#ended.abort(new AppError('not-found', 'Spoor was closed.', { advice: 'Start it again.' }));
    await Promise.allSettled(this.#starting.values());
    await Promise.all(this.all().map((session) => this.close(session.id)));
    await Promise.all(this.#closing.values());
  }

  /** What is told of an error over a case: where its drive is gone, everybody who shows it has to know. */
  noteFailure(error: AppError, id: string): void {
    if (error.code === 'disk-failed') this.#open.get(id)?.markLost(error.message);
  }

  /** A case whose drive was gone is opened anew: nothing that was opened before can be trusted to work again. */
  async #forgetLost(file: string): Promise<void> {
    const lost = this.all().find((session) => session.isLost && session.file.path === file);
    if (lost === undefined) return;
    // Its connections, threads and lock fail to end in good order; the file is as a crash would leave it.
    await this.close(lost.id).catch((error: unknown) =>
      this.#options.log.warn('case.lost-close-failed', { detail: String(error) }),
    );
  }

  async #removeUnused(target: string): Promise<boolean> {
    if (this.all().some((session) => session.file.path === target)) return false;
    const held = openCase(target, { ...this.#options, access: 'write' });
    const isFree = held.access === 'write';
    held.close();
    if (isFree) await rm(target);
    return isFree;
  }

  async #start(file: OpenCase): Promise<CaseSession> {
    const starting = this.#load(file).finally(() => this.#starting.delete(file.path));
    this.#starting.set(file.path, starting);
    const session = await starting;
    await this.#remember(file.path);
    return session;
  }

  /** The list is a convenience: a data folder that cannot be written keeps nobody from a case. */
  async #remember(file: string): Promise<void> {
    try {
      await this.#options.recent?.remember(file, this.#options.clock());
    } catch (error) {
      this.#options.log.warn('recent.not-written', { detail: String(error) });
    }
  }

  async #load(file: OpenCase): Promise<CaseSession> {
    try {
      const session = await CaseSession.start(randomUUID(), file, this.#options, this.#ended.signal);
      this.#open.set(session.id, session);
      return session;
    } catch (error) {
      file.close();
      throw error;
    }
  }
}

function withSuffix(target: string): string {
  return target.toLowerCase().endsWith('.spoor') ? target : `${target}.spoor`;
}
