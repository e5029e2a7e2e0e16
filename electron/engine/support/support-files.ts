import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { availableParallelism, freemem, release, totalmem, uptime } from 'node:os';
import path from 'node:path';
import type { CaseInfo, Job } from '../../contract/api.ts';
import type { SupportFile } from '../../contract/support.ts';

export interface SupportFacts {
  readonly version: string;
  readonly threads: number;
  /** Null where this host writes no log file. */
  readonly logFolder: string | null;
  readonly cases: readonly CaseInfo[];
  readonly jobs: readonly Job[];
  readonly nowMs: number;
}

const logName = /^spoor(?:\.\d)?\.log$/;
const maxLogBytes = 1024 * 1024;

/** Everything that goes into a support bundle: about the program and the machine, about sizes, and the log. */
export function supportFiles(facts: SupportFacts): SupportFile[] {
  return [
    {
      name: 'about.json',
      about: 'Spoor, this machine, and how large the open cases are. No names, no accounts, no paths.',
      text: `${JSON.stringify(aboutOf(facts), null, 2)}\n`,
    },
    ...logFiles(facts.logFolder),
  ];
}

function aboutOf({ version, threads, cases, jobs, nowMs }: SupportFacts) {
  const { node, electron = null, chrome = null, v8, sqlite = null } = process.versions;
  return {
    madeAt: new Date(nowMs).toISOString(),
    spoor: version,
    versions: { node, electron, chrome, v8, sqlite },
    machine: {
      platform: process.platform,
      release: release(),
      arch: process.arch,
      cores: availableParallelism(),
      threads,
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
      upForSeconds: Math.round(uptime()),
    },
    engine: { upForSeconds: Math.round(process.uptime()), memory: process.memoryUsage() },
    cases: cases.map(
      ({
        access,
        lost,
        needsReindex,
        events,
        duplicates,
        conflicts,
        undated,
        sources,
        files,
        sizeBytes,
      }) => ({
        access,
        isLost: lost !== null,
        needsReindex,
        events,
        duplicates,
        conflicts,
        undated,
        sources: sources.map(({ kind, files: count }) => ({ kind, files: count })),
        files,
        sizeBytes,
      }),
    ),
    jobs: jobs.map(({ kind, state, startedAtMs, endedAtMs, progress, error }) => ({
      kind,
      state,
      startedAt: new Date(startedAtMs).toISOString(),
      tookMs: endedAtMs === null ? null : endedAtMs - startedAtMs,
      progress,
      error: error === null ? null : error.code,
    })),
  };
}

function logFiles(folder: string | null): SupportFile[] {
  if (folder === null) return [];
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => logName.test(name));
  } catch {
    // Nothing was ever written.
    return [];
  }
  return names.sort(newestFirst).map((name) => ({
    name,
    about: name === 'spoor.log' ? 'What Spoor wrote down, the newest.' : 'What Spoor wrote down before that.',
    text: endOf(path.join(folder, name)),
  }));
}

/** `spoor.log` before `spoor.1.log`. */
function newestFirst(one: string, other: string): number {
  return one.length - other.length || one.localeCompare(other, 'en');
}

/** The last megabyte of a file, from the beginning of a line. */
function endOf(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const { size } = fstatSync(handle);
      const bytes = Buffer.alloc(Math.min(size, maxLogBytes));
      const read = readSync(handle, bytes, 0, bytes.length, size - bytes.length);
      const text = bytes.toString('utf8', 0, read);
      return size > bytes.length ? text.slice(text.indexOf('\n') + 1) : text;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return `This file cannot be read: ${error instanceof Error ? error.name : 'unknown'}.\n`;
  }
}
