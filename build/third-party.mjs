import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { root } from './prepare.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The packages that the sources import by name. */
function importedNames() {
  const names = new Set();
  for (const folder of ['electron', 'renderer']) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(?:tsx?|css)$/.test(entry.name)) continue;
      const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      for (const [, name] of text.matchAll(/(?:from|import|import\()\s*['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)/g))
        if (!builtinModules.includes(name) && name !== 'electron' && name !== 'node') names.add(name);
    }
  }
  return names;
}

/** Where Node would find a package that the one in `from` asks for. */
function folderOf(name, from) {
  for (let at = from; at.startsWith(root); at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return undefined;
}

/** Every package that can be in the bundles: what is imported, and all that those depend on. */
function bundledFolders() {
  const folders = new Set();
  const add = (name, from) => {
    const folder = folderOf(name, from);
    // Types, and what is optional and absent, are not in the bundles.
    if (folder === undefined || folders.has(folder) || name.startsWith('@types/')) return;
    folders.add(folder);
    for (const dependency of Object.keys(readJson(path.join(folder, 'package.json')).dependencies ?? {}))
      add(dependency, folder);
  };
  for (const name of importedNames()) add(name, root);
  return [...folders].sort();
}

/** The notices that the licences of the bundled packages ask for, as one text; rather one too many than one too few. */
export function thirdPartyNotices() {
  const notices = bundledFolders().map((folder) => {
    const { name, version, license } = readJson(path.join(folder, 'package.json'));
    const texts = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
    const words = texts.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license ?? 'see below'})`, ...words].join('\n\n');
  });
  const head =
    'Spoor is made with these packages. Electron and Chromium have files of their own beside this one.';
  return `${[head, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
