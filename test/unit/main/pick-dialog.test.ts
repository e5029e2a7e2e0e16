import { expect, test } from 'vitest';
import { pickWants, saveWants } from '../../../electron/contract/api.ts';
import { pickDialog } from '../../../electron/main/pick-dialog.ts';
import { browseWords } from '../../../renderer/dialogs/browse-words.ts';

const native = (want: (typeof pickWants)[number], platform: NodeJS.Platform = 'linux') =>
  pickDialog({ want, suggestedName: 'name.zip' }, platform, '/home/a');

test('only what is imported is asked for in the words of an import', () => {
  const imports = new Set<string>(['import', 'folder', 'filters']);
  for (const want of pickWants) {
    const { title, description, choose } = browseWords[want];
    const { options } = native(want);
    const said = [title, description, choose(0), choose(2), options.title, options.buttonLabel].join(' ');
    expect([want, /\bimport/i.test(said)]).toEqual([want, imports.has(want)]);
  }
});

test('the native dialog and the one in the page have the same title', () => {
  for (const want of pickWants)
    expect([want, native(want).options.title]).toEqual([want, browseWords[want].title]);
});

test('a file is saved where one is written, and opened where one is read', () => {
  for (const want of pickWants) {
    const isSave = saveWants.some((one) => one === want);
    expect([want, native(want).kind, browseWords[want].isSave]).toEqual([
      want,
      isSave ? 'save' : 'open',
      isSave,
    ]);
  }
});

test('rules are several files or several folders, keys are one file', () => {
  expect(native('rules').options).toMatchObject({
    title: 'Choose Sigma rules',
    buttonLabel: 'Choose',
    properties: ['openFile', 'multiSelections'],
  });
  expect(native('rules-folder').options).toMatchObject({ properties: ['openDirectory', 'multiSelections'] });
  expect(native('keys').options).toMatchObject({
    title: 'Choose a file of public keys',
    properties: ['openFile'],
  });
  expect(browseWords['rules-folder'].choose(0)).toBe('Choose this folder');
  expect(browseWords.rules.choose(2)).toBe('Choose 2\u00a0files');
});

test('macOS shows the title of a dialog that opens as its message', () => {
  expect(native('keys', 'darwin').options).toMatchObject({ message: 'Choose a file of public keys' });
});
