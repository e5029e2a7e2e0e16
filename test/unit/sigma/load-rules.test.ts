import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { loadPlaceholderValues, loadSigmaRules } from '../../../electron/engine/sigma/load-rules.ts';
import { sharedData } from '../../support/engine.ts';
import { ruleText } from './rules.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-sigma-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rule = (id: string) => ruleText('s: {eventName: A}\ncondition: s', `id: ${id}`);

/** A folder of files by their names. */
function folderOf(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const root = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    const at = path.join(root, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, content);
  }
  return root;
}

const ids = async (...paths: readonly string[]) => (await loadSigmaRules(paths)).rules.map(({ id }) => id);

describe('loading rules', () => {
  it('reads a folder and all in it, in the order of their names', async () => {
    const root = folderOf('plain', {
      'b.yml': rule('b'),
      'a/z.yaml': rule('z'),
      'a/c.YML': rule('c'),
      'notes.txt': 'no rule',
      '.github/workflow.yml': 'on: push',
    });
    const { rules, unusable } = await loadSigmaRules([root]);
    expect(rules.map(({ id, file }) => [id, file])).toEqual([
      ['c', 'a/c.YML'],
      ['z', 'a/z.yaml'],
      ['b', 'b.yml'],
    ]);
    expect(unusable).toEqual([]);
  });

  it('reads one file, whatever its name, and none twice', async () => {
    const root = folderOf('one', { 'rule.sigma': rule('a'), 'b.yml': `\ufeff${rule('b')}` });
    expect(await ids(path.join(root, 'rule.sigma'))).toEqual(['a']);
    expect(await ids(path.join(root, 'b.yml'), root, root)).toEqual(['b']);
  });

  it('tells of a second rule with the same id', async () => {
    const root = folderOf('same', { 'a.yml': rule('x'), 'b.yml': rule('X') });
    expect(await loadSigmaRules([root])).toMatchObject({
      rules: [{ id: 'x', file: 'a.yml' }],
      unusable: [{ file: 'b.yml', title: 'A rule', reason: 'It has the same id as the rule in a.yml.' }],
    });
  });

  it('does not follow symbolic links', async () => {
    const outside = folderOf('outside', { 'secret.yml': rule('secret') });
    const root = folderOf('links', { 'a.yml': rule('a') });
    symlinkSync(outside, path.join(root, 'folder'));
    symlinkSync(path.join(outside, 'secret.yml'), path.join(root, 'link.yml'));
    symlinkSync(path.join(outside, 'gone'), path.join(root, 'nowhere'));
    symlinkSync(root, path.join(folder, 'to-links'));
    const reason = 'It is a symbolic link, which was not followed.';
    expect(await loadSigmaRules([path.join(folder, 'to-links')])).toMatchObject({
      rules: [{ id: 'a' }],
      unusable: [
        { file: 'folder', reason },
        { file: 'link.yml', reason },
      ],
    });
  });

  it('tells of what cannot be read', async () => {
    const root = folderOf('broken', {
      'bytes.yml': Buffer.from([0x61, 0xff, 0xfe]),
      'large.yml': Buffer.alloc(1024 * 1024 + 1, 0x23),
      'mixed.yml': `${rule('good')}---\na: [\n`,
    });
    expect(await loadSigmaRules([root, path.join(folder, 'nothing.yml')])).toMatchObject({
      rules: [{ id: 'good' }],
      unusable: [
        { file: 'bytes.yml', reason: 'It is no text in UTF-8.' },
        { file: 'large.yml', reason: 'It is larger than 1 MiB, which no file of rules is.' },
        { file: 'mixed.yml', reason: expect.stringMatching(/^It is no YAML that can be read: /) },
        { file: 'nothing.yml', reason: 'There is no such file or folder.' },
      ],
    });
  });

  it('stops when it is cancelled', async () => {
    const root = folderOf('cancelled', { 'a.yml': rule('a') });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(loadSigmaRules([root], { signal })).rejects.toThrow('enough');
  });
});

describe('the values of placeholders', () => {
  it('come from a file', async () => {
    const root = folderOf('values', { 'values.yml': 'Admins: [alice, 011122223333]\nOne: bob\n' });
    const values = await loadPlaceholderValues(path.join(root, 'values.yml'));
    expect([...values]).toEqual([
      ['Admins', ['alice', '011122223333']],
      ['One', ['bob']],
    ]);
  });

  it.each(['a: {b: c}', 'a: [', '- a'])('are no %s', async (text) => {
    const root = folderOf('bad-values', { 'values.yml': text });
    await expect(loadPlaceholderValues(path.join(root, 'values.yml'))).rejects.toMatchObject({
      code: 'unreadable',
    });
  });
});

describe.skipIf(!existsSync(sharedData))('the rules of SigmaHQ (skipped without ../shared/data)', () => {
  const sigma = path.join(sharedData, 'sigma');

  it.each([
    ['rules', { events: 57, correlation: 0, unusable: 0 }],
    // Seven counts and one pair, each with the rules that they build on.
    ['unsupported', { events: 8, correlation: 7, unusable: 1 }],
    ['rules-placeholder', { events: 0, correlation: 0, unusable: 1 }],
  ])('%s are all accounted for', async (name, counts) => {
    const { rules, unusable, passedOver } = await loadSigmaRules([path.join(sigma, name)]);
    const count = (kind: string) => rules.filter((one) => one.kind === kind).length;
    expect({ events: count('events'), correlation: count('correlation'), unusable: unusable.length }).toEqual(
      counts,
    );
    expect(passedOver.size).toBe(0);
    for (const one of rules) if (one.kind === 'events') expect(parseFilter(one.text)).toEqual(one.filter);
  });

  it('say why two of them cannot be used', async () => {
    const { unusable } = await loadSigmaRules([sigma]);
    expect(unusable.map(({ title, reason }) => [title, reason])).toEqual([
      [
        'AWS Console Login Monitoring',
        'The placeholder %Legitimate_Countries% has no values in the values file.',
      ],
      [
        'AWS Lambda Function Created or Invoked',
        'It asks for “near selection2” and names no timeframe for it.',
      ],
    ]);
  });

  it('are complete with the values of placeholders', async () => {
    const values = new Map([
      ['Legitimate_Countries', ['DE']],
      ['Legitimate_IP_Ranges', ['203.0.113.*']],
    ]);
    const { rules } = await loadSigmaRules([path.join(sigma, 'rules-placeholder')], { values });
    expect(rules).toMatchObject([{ level: 'medium', tactics: expect.arrayContaining(['initial-access']) }]);
  });
});
