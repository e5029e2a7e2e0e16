import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How a text may be written by whoever does not mean to show it: each would give it away. */
export function spellingsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', '\\/'),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    // As `inspect` shows a buffer.
    bytes.toString('hex').replace(/..(?!$)/g, '$& '),
    [...bytes].join(','),
    ...base64Cores(bytes),
  ]
    .map((text) => Buffer.from(text))
    .concat(Buffer.from(secret, 'utf16le'));
}

/** Inside of a longer text its base64 depends on where it begins; the letters at its ends hold bits of others. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const core = whole.slice(before === 0 ? 0 : 4, whole.length - 2);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Which of the secrets occur in the bytes, in any spelling. */
export function secretsIn(bytes: Buffer, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => spellingsOf(secret).some((spelling) => bytes.includes(spelling)));
}

/** Every file under a folder with what is in it, the files beside a case too. */
export function filesUnder(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((name) => ({ name: path.relative(folder, name), bytes: readFileSync(name) }));
}
