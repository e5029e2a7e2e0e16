import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, findElectron, hasDisplay, root, sandboxSwitches } from './prepare.mjs';

// `npm start -- PATH...`: opens the application, or, where there is no Electron, the same page in a browser.
ensureInstalled();
await ensureBuilt();

const paths = process.argv
  .slice(2)
  .map((given) => path.resolve(process.env.INIT_CWD ?? process.cwd(), given));
const electron = hasDisplay() ? findElectron() : { missing: 'there is no display' };

const [program, args] =
  'file' in electron
    ? [electron.file, [...sandboxSwitches(), root, ...paths]]
    : [process.execPath, [path.join(root, 'dist/electron/cli.js'), 'serve', ...paths]];
if ('missing' in electron)
  console.error(
    `spoor: no desktop window, because ${electron.missing}; opening the page on this machine's loopback address instead.`,
  );

const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
