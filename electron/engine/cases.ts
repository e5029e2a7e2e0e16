import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import { createCase, type OpenCase, openCase } from './case/case-file.ts';
import { CaseSession } from './case-session.ts';
import type { RecentCases } from './recent-cases.ts';

export interface CasesOptions {
  readonly version: string;
  readonly dataFolder: string;
  readonly workersDir: string;
  readonly threads: number;
  readonly clock: () => number;
  readonly recent: RecentCases;
}

/** The cases that are open in this engine. A file that is open already is not opened twice. */
export class Cases {
  readonly #open = new Map<string, CaseSession>();
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
    const already = this.all().find((session) => session.file.path === actual);
    return already ?? this.#start(openCase(actual, { ...this.#options, access }));
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
    this.#open.delete(id);
    await session.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.all().map((session) => this.close(session.id)));
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
    try {
      const session = await CaseSession.start(randomUUID(), file, this.#options);
      this.#open.set(session.id, session);
      await this.#options.recent.remember(file.path, this.#options.clock());
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
