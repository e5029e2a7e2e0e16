import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workersDir } from '../support/engine.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-utility-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * The built program of the engine's process under Node, its parent's line made by `parent`. Rejections only warn, as
 * in a utility process since Electron 37; without an end of its own the program would go on for five seconds.
 */
async function runEngineProcess(parent: string): Promise<{ code: unknown; err: string }> {
  const preload = path.join(folder, 'parent.cjs');
  writeFileSync(
    preload,
    `const { EventEmitter } = require('node:events');
     process.parentPort = Object.assign(new EventEmitter(), { postMessage() {} });
     const say = (data) => process.parentPort.emit('message', { data, ports: [] });
     process.parentPort.on('newListener', (event) => event === 'message' && setImmediate(() => { ${parent} }));
     setTimeout(() => process.exit(0), 5000);`,
  );
  const child = spawn(
    process.execPath,
    ['--unhandled-rejections=warn', '--require', preload, path.join(workersDir, 'utility.js')],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

describe('security P6: the engine process', () => {
  it.each([
    ['a message of no known kind', "say({ kind: 'nonsense' })", 'unhandledRejection'],
    [
      'a message before the start',
      "say({ kind: 'grant', id: 1, paths: ['/etc/passwd'] })",
      'unhandledRejection',
    ],
    ['a rejection that nobody heard', "void Promise.reject(new Error('lost'))", 'unhandledRejection'],
    ['a throw that nobody caught', "throw new Error('lost')", 'uncaughtException'],
  ])('ends at %s, and says why', async (_what, parent, event) => {
    const { code, err } = await runEngineProcess(parent);
    expect(err).toContain(`engine.${event}: `);
    expect(code).toBe(1);
  });

  it('is named, and forked with the allowed environment only', () => {
    const text = readFileSync(path.join(root, 'electron/main/index.ts'), 'utf8');
    const forks = text.match(/utilityProcess\.fork\([\s\S]*?\}\)/g) ?? [];
    expect(forks).toHaveLength(1);
    expect(forks[0]).toContain("serviceName: 'Spoor engine'");
    expect(forks[0]).toContain('env: engineEnvironment(process.env)');
  });
});
