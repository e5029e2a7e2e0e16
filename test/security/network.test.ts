import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logBody, recordNumber, trailObjects } from '../support/bucket-trail.ts';
import { workersDir } from '../support/engine.ts';
import { type FaultS3, startFaultS3 } from '../support/fault-s3.ts';
import { reader } from '../unit/s3/place.ts';

/**
 * Loaded before anything else into the process and each of its threads: writes down every connection that is begun,
 * every name that is looked up (an address is no name), every datagram and every program that is started.
 */
const trap = `
const { appendFileSync } = require('node:fs');
const note = (text) => appendFileSync(process.env.SPOOR_TRAP, text + '\\n');
const wrap = (owner, name, tell) => {
  const plain = owner[name];
  if (typeof plain !== 'function') return;
  owner[name] = function (...args) {
    const told = tell(args);
    if (told !== null) note(told);
    return plain.apply(this, args);
  };
};
const net = require('node:net');
wrap(net.Socket.prototype, 'connect', ([first]) => {
  const options = Array.isArray(first) ? first[0] : first;
  return 'connect ' + (typeof options === 'object' ? (options.path ?? options.host + ':' + options.port) : options);
});
const dns = require('node:dns');
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(owner))
    if (/^(?:lookup|resolve|reverse)/.test(name)) wrap(owner, name, ([host]) => (net.isIP(host) ? null : 'name ' + host));
const dgram = require('node:dgram');
for (const name of ['send', 'connect']) wrap(dgram.Socket.prototype, name, () => 'datagram');
const programs = require('node:child_process');
for (const name of ['spawn', 'spawnSync', 'exec', 'execFile', 'execFileSync', 'execSync', 'fork'])
  wrap(programs, name, ([file]) => 'program ' + file);
require('node:module').syncBuiltinESMExports();
`;

let folder: string;
let server: FaultS3;
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-network-'));
  writeFileSync(file('trap.cjs'), trap);
  writeFileSync(file('a.json.gz'), logBody(recordNumber(1), recordNumber(2)));
  server = await startFaultS3({ credentials: [reader], objects: trailObjects(4) });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A program with the trap: what it said, and what it asked of the network, each thing once. */
function runTrapped(
  args: readonly string[],
  whileRunning: (out: string, end: () => void) => void = () => {},
) {
  const notes = file(`notes-${Math.random()}`);
  writeFileSync(notes, '');
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      SPOOR_DATA: file('data'),
      SPOOR_TRAP: notes,
      NODE_OPTIONS: `--require ${file('trap.cjs')}`,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: reader.accessKeyId,
      AWS_SECRET_ACCESS_KEY: reader.secretAccessKey,
      TZ: 'UTC',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      whileRunning(said, () => child.kill('SIGINT'));
    });
  return new Promise<{ code: number | null; said: string; asked: string[] }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, said, asked: [...new Set(readFileSync(notes, 'utf8').split('\n').filter(Boolean))] }),
    );
  });
}
const spoor = (...args: readonly string[]) => runTrapped([path.join(workersDir, 'cli.js'), ...args]);

describe('security P8: what leaves this machine', () => {
  it.each([
    ["fetch('http://127.0.0.1:49999/').catch(() => {})", 'connect 127.0.0.1:49999'],
    ["require('node:https').get('https://127.0.0.1:9/').on('error', () => {})", 'connect 127.0.0.1:9'],
    ["require('node:dns').lookup('x.invalid', () => {})", 'name x.invalid'],
    ["require('node:dns').promises.resolve4('x.invalid').catch(() => {})", 'name x.invalid'],
    [
      "require('node:dgram').createSocket('udp4').send('x', 9, '127.0.0.1', function () { this.close(); })",
      'datagram',
    ],
    ["require('node:child_process').spawnSync('true')", 'program true'],
    [
      "new (require('node:worker_threads').Worker)(\"require('node:net').connect(9, '127.0.0.1').on('error', () => {})\", { eval: true })",
      'connect 127.0.0.1:9',
    ],
  ])('would be caught: %s', async (code, note) => {
    expect((await runTrapped(['-e', code])).asked).toContain(note);
  });

  it('nothing, from the first import to the last export', async () => {
    const commands = [
      ['import', 'a.spoor', 'a.json.gz'],
      ['query', 'a.spoor', 'name:GetObject'],
      ['verify', 'a.spoor'],
      ['coverage', 'a.spoor'],
      ['export', 'a.spoor', 'a.csv'],
      ['reindex', 'a.spoor'],
    ];
    for (const command of commands) {
      const { code, said, asked } = await spoor(...command);
      // 1 is bad news of the case: nothing proves a loose file.
      expect([code === 0 || code === 1, said]).toEqual([true, said]);
      expect([command, asked]).toEqual([command, []]);
    }
  });

  it('nothing while the page is served and used', async () => {
    const asks = ['app.info', 'cases.recent', 'jobs.list', 'filters.list', 's3.profiles', 'support.prepare'];
    let isAsking = false;
    const answers: number[] = [];
    const { asked } = await runTrapped(
      [path.join(workersDir, 'cli.js'), 'serve', 'a.spoor', '--no-open'],
      (said, end) => {
        const url = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+(?=\s)/.exec(said)?.[0];
        if (url === undefined || isAsking) return;
        isAsking = true;
        const { origin, hash } = new URL(url);
        const headers = {
          Authorization: `Bearer ${hash.replace('#token=', '')}`,
          'Content-Type': 'application/json',
        };
        const all = asks.map((method) =>
          fetch(`${origin}/api/call/${method}`, { method: 'POST', headers, body: '{}' }).then(({ status }) =>
            answers.push(status),
          ),
        );
        Promise.allSettled(all).then(end, end);
      },
    );
    expect(answers).toEqual(asks.map(() => 200));
    expect(asked).toEqual([]);
  });

  it('a sync reaches the endpoint that was named, and nothing else', async () => {
    const { code, said, asked } = await spoor(
      ...['sync', 'b.spoor', 's3://trail-bucket', '--endpoint', server.url, '--path-style'],
    );
    expect([code, said]).toEqual([0, said]);
    expect(asked).toEqual([`connect ${new URL(server.url).host}`]);
  });
});
