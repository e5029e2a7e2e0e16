import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api } from '../../electron/contract/api.ts';
import type { UncheckedClient } from '../../electron/contract/methods.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

/** Every field that a schema names, as `method.outer.inner`; `isWanted` looks at the JSON schemas that are in it. */
function fieldsOf(side: 'params' | 'result', isWanted = (_schema: object): boolean => true): string[] {
  const found = new Set<string>();
  const walk = (node: unknown, at: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if (at.includes('.', at.indexOf('.') + 1) && isWanted(node)) found.add(at);
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'properties') walk(value, at);
      else
        for (const [name, schema] of Object.entries(value ?? {})) {
          walk(schema, `${at}.${name}`);
        }
    }
  };
  for (const [method, definition] of Object.entries(api))
    walk(z.toJSONSchema(definition[side], { unrepresentable: 'any' }), method);
  return [...found];
}

const ofMethod = (field: string): string => field.split('.').slice(2).join('.');

describe('security P1: secrets in the contract', () => {
  const secret = /secret|password|passphrase|credential|token|access_?key|signature|session|authorization/i;

  it('go to the engine in one place, where a person types them', () => {
    expect(fieldsOf('params').filter((field) => secret.test(ofMethod(field)))).toEqual([
      's3.connect.signIn.accessKeyId',
      's3.connect.signIn.secretAccessKey',
      's3.connect.signIn.sessionToken',
    ]);
  });

  it('never come back: what is named so is a grant, and a profile is its name and its way', () => {
    const named = fieldsOf('result').filter((field) => secret.test(ofMethod(field)));
    expect(
      named.filter((field) => !/(?:grants?|roots|entries)\.token$|^cases\.recent\.grant\.token$/.test(field)),
    ).toEqual([]);
    expect(fieldsOf('result').filter((field) => field.startsWith('s3.profiles.'))).toEqual([
      's3.profiles.name',
      's3.profiles.way',
      's3.profiles.region',
      's3.profiles.mfaSerial',
    ]);
  });
});

describe('security P2, P5: what a page names is a grant', () => {
  const rules = (info: string) => ({ case: info, sigma: [], values: null, cis: true, minLevel: null });
  /** Where a page may point at a file or folder; each is asked with a token that was never given. */
  const pointing: readonly (readonly [field: string, params: (forged: string, info: string) => unknown])[] = [
    ['host.browse.grant', (grant) => ({ grant })],
    ['host.place.folder', (folder) => ({ folder, name: 'x' })],
    ['cases.forget.grant', (grant) => ({ grant })],
    ['cases.create.grant', (grant) => ({ grant })],
    ['cases.open.grant', (grant) => ({ grant, access: 'write' })],
    ['cases.sample.grant', (grant) => ({ grant })],
    ['import.start.grants', (grant, info) => ({ case: info, grants: [grant] })],
    [
      'export.start.target',
      (target, info) => ({
        case: info,
        filter: '',
        withDuplicates: false,
        sort: { field: 'time', descending: false },
        columns: ['time'],
        zone: 'UTC',
        formulaGuard: true,
        target,
        overwrite: true,
      }),
    ],
    ['support.save.target', (target) => ({ bundle: 'made', target, overwrite: true })],
    ['filters.export.target', (target) => ({ target, overwrite: true })],
    ['filters.import.file', (file) => ({ file, onSameName: 'replace' })],
    [
      's3.connect.caFile',
      (caFile) => ({
        place: {
          bucket: 'example-bucket',
          prefix: '',
          region: 'eu-west-1',
          endpoint: 'http://127.0.0.1:9',
          pathStyle: true,
          requesterPays: false,
          expectedOwner: null,
        },
        signIn: { kind: 'anonymous' },
        mfaCode: null,
        caFile,
      }),
    ],
    [
      'verify.start.keys',
      (keys, info) => ({
        case: info,
        choice: { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] },
        keys,
      }),
    ],
    [
      'verify.text.keys',
      (keys, info) => ({
        case: info,
        trailArn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t',
        account: null,
        region: 'eu-west-1',
        bucket: null,
        fromMs: 0,
        untilMs: 1,
        isVerbose: false,
        keys,
      }),
    ],
    ['detect.start.sigma', (token, info) => ({ ...rules(info), sigma: [token] })],
    ['detect.start.values', (values, info) => ({ ...rules(info), values })],
    ['report.start.target', (target, info) => ({ case: info, format: 'json', target, overwrite: true })],
    ['bundle.start.target', (target, info) => ({ case: info, filter: '', target, overwrite: true })],
  ];
  /** Named like a place on the disk, or a token, and none: a path inside records, a bucket, the address of a queue, … */
  const noFiles = [
    /\.(?:case|job|id|bundle|unfinished|connection|profile)$/,
    /^events\.pathValues\.path$/,
    /^s3\.connect\.place(?:\.|$)/,
    /^follow\.start\.by\.url$/,
  ];

  it('in these fields and no other', () => {
    const like = /path|file(?!r)|folder|director|place|target|grant|keys$|uri|url/i;
    const named = fieldsOf('params').filter((field) => like.test(ofMethod(field)));
    const isToken = (schema: object): boolean =>
      Reflect.get(schema, 'type') === 'string' &&
      Reflect.get(schema, 'minLength') === 1 &&
      Reflect.get(schema, 'maxLength') === 128;
    const possible = new Set([...named, ...fieldsOf('params', isToken)]);
    expect([...possible].filter((field) => !noFiles.some((one) => one.test(field))).sort()).toEqual(
      pointing.map(([field]) => field).sort(),
    );
  });

  let desk: TestEngine;
  let info: string;
  let outside: string;
  beforeAll(async () => {
    desk = await startTestEngine();
    info = (await desk.newCase()).case;
    outside = mkdtempSync(path.join(tmpdir(), 'spoor-outside-'));
    writeFileSync(path.join(outside, 'there'), 'x');
  });
  afterAll(async () => {
    await desk.stop();
    rmSync(outside, { recursive: true });
  });

  it.each(pointing)('%s: a path and a made-up token are refused', async (field, params) => {
    const client: UncheckedClient = desk.engine;
    const method = field.slice(0, field.lastIndexOf('.'));
    const ask = (forged: string): Promise<unknown> =>
      method === 'verify.text'
        ? client.stream(method, params(forged, info))[Symbol.asyncIterator]().next()
        : client.call(method, params(forged, info));
    for (const forged of [
      outside,
      path.join(outside, 'there'),
      path.join(outside, 'new'),
      'A'.repeat(24),
      '__proto__',
    ])
      await expect(ask(forged)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(readdirSync(outside)).toEqual(['there']);
  });

  it('a file in a granted folder is a plain name, and a link that leads out of the folder is not shown', async () => {
    const { engine } = desk;
    const folder = path.join(outside, 'granted');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'inside'), 'x');
    symlinkSync(path.join(outside, 'there'), path.join(folder, 'link'));
    const { token } = await engine.grantPath(folder);
    for (const name of ['../new', 'a/b', 'a\\b', '..', '.', '/etc/new', 'a\u0000b'])
      await expect(engine.call('host.place', { folder: token, name })).rejects.toMatchObject({
        code: 'bad-request',
      });
    const { entries } = await engine.call('host.browse', { grant: token });
    expect(entries.map(({ name }) => name)).toEqual(['inside']);
  });
});
