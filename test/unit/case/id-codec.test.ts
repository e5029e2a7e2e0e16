import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packId, unpackId } from '../../../electron/engine/case/id-codec.ts';

test('a GUID in its usual spelling takes sixteen bytes', () => {
  const bytes = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'hex');
  expect(packId('0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0')).toEqual(new Uint8Array(bytes));
});

test.each([
  ['upper case', '0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0'],
  ['a digit that is none', '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1fg'],
  ['a hyphen in another place', '0f1e2d3-c4b5a-6978-8796-a5b4c3d2e1f0'],
  ['a character beyond ASCII', '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1é0'],
  ['nothing', ''],
])('an id with %s stays the text that it is', (_, text) => {
  expect(packId(text)).toBe(text);
});

test('every GUID comes back as it was', () => {
  fc.assert(
    fc.property(fc.uuid(), (guid) => packId(guid) instanceof Uint8Array && unpackId(packId(guid)) === guid),
  );
});

test('every text comes back as it was, whatever it is', () => {
  const almostGuids = fc.stringMatching(/^[0-9a-fA-Fx-]{36}$/);
  fc.assert(fc.property(fc.oneof(fc.string(), almostGuids), (text) => unpackId(packId(text)) === text));
});
