import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

// `npm run -s spoor -- …`: the command line from a checkout. Paths are meant from where the person stands.
ensureInstalled();
await ensureBuilt();
const child = spawn(process.execPath, [path.join(root, 'dist/electron/cli.js'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
// The child gets the terminal's signals itself; this process only waits for what it makes of them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
