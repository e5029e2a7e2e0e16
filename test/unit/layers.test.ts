import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

interface Import {
  /** The importing file, from the root. */
  readonly from: string;
  /** A file from the root, or a package's name. */
  readonly to: string;
}

const importPattern =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  return [...text.matchAll(importPattern)].map((found) => {
    const name = found[1] ?? found[2] ?? '';
    return { from: file, to: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name };
  });
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

const all = [...sources('electron'), ...sources('renderer')].flatMap(importsOf);

/** The layer of a file: `electron/engine/x.ts` is `engine`, `renderer/x.tsx` is `renderer`. Null for a package. */
function layerOf(file: string): string | null {
  const parts = file.split('/');
  if (parts[0] === 'renderer') return 'renderer';
  return parts[0] === 'electron' && parts.length > 2 ? (parts[1] ?? null) : null;
}

/** What each layer may import besides itself (DESIGN section 3). `assets` is what both hosts serve the page with, `log` what they write theirs with. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  engine: ['contract'],
  assets: ['contract'],
  log: ['contract'],
  utility: ['contract', 'engine'],
  web: ['contract', 'engine', 'assets'],
  cli: ['contract', 'engine', 'log', 'web'],
  main: ['contract', 'assets', 'log'],
  preload: ['contract'],
  renderer: ['contract'],
};

const show = ({ from, to }: Import): string => `${from} → ${to}`;

describe('the layers', () => {
  it('imports are found at all', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.map(show)).toContain('electron/engine/dispatcher.ts → electron/contract/api.ts');
  });

  it('imports run one way', () => {
    const wrong = all.filter(({ from, to }) => {
      const [own, other] = [layerOf(from), layerOf(to)];
      return own !== null && other !== null && own !== other && !allowed[own]?.includes(other);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('every layer is known', () => {
    expect(
      [...new Set(all.map(({ from }) => layerOf(from) ?? from))].filter((layer) => !(layer in allowed)),
    ).toEqual([]);
  });

  it('hosts come into the engine by its door only', () => {
    const deep = all.filter(
      ({ from, to }) =>
        layerOf(from) !== 'engine' && layerOf(to) === 'engine' && to !== 'electron/engine/index.ts',
    );
    expect(deep.map(show)).toEqual([]);
  });

  it('the contract is pure: no Node, no Electron, and zod as its only package', () => {
    const impure = all.filter(
      ({ from, to }) => layerOf(from) === 'contract' && layerOf(to) === null && to !== 'zod',
    );
    expect(impure.map(show)).toEqual([]);
  });

  it('the page imports neither Node nor Electron', () => {
    const wrong = all.filter(
      ({ from, to }) => layerOf(from) === 'renderer' && /^(?:node:|electron$)/.test(to),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('Electron is imported by its own processes only', () => {
    const wrong = all.filter(
      ({ from, to }) => to === 'electron' && !['main', 'preload', 'utility'].includes(layerOf(from) ?? ''),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('one file imports the SQLite binding', () => {
    expect(all.filter(({ to }) => to === '@photostructure/sqlite').map(({ from }) => from)).toEqual([
      'electron/engine/case/driver.ts',
    ]);
  });

  it('a child that is loaded by its bundle is never imported by the engine that starts it', () => {
    const threads = all.filter(
      ({ from, to }) =>
        /^electron\/engine\/workers\/[\w-]+-thread\.ts$/.test(to) && layerOf(from) !== 'engine',
    );
    expect(threads.map(show)).toEqual([]);
  });
});
