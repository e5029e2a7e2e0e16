import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../../package.json';
import { openFileLog } from '../../log/file-log.ts';
import { serveWeb } from '../../web/serve.ts';
import type { Command } from '../command.ts';
import { note, print } from '../output.ts';
import { dataFolder, engineOptions } from '../session.ts';
import { terminalText } from '../terminal-text.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Opens the page in a browser, from this machine’s loopback address only.',
  usage: '[CASE or PATH...] [--port N] [--no-open] [--root FOLDER]',
  minPositionals: 0,
  maxPositionals: 1000,
  options: {
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    root: { type: 'string', multiple: false },
  },
  optionHelp: {
    'port N': 'the port (default: any free one)',
    'no-open': 'only print the address, do not start a browser',
    'root FOLDER': 'a folder that the page may browse and write to (default: this one)',
  },
  example: 'spoor serve review.spoor --port 8700',
  notes: 'The address holds a secret; whoever has it can read the case while this runs. Ctrl C ends it.',
  async run(args) {
    // Cases that the page makes without being told where go here, so the page may look at them too.
    const own = path.join(dataFolder(), 'cases');
    mkdirSync(own, { recursive: true });
    const logFolder = path.join(dataFolder(), 'logs');
    const log = openFileLog(logFolder, {
      echo: (line) => process.stderr.write(`${terminalText(line.trimEnd())}\n`),
    });
    log.info('app.started', { version, node: process.versions.node });
    const host = await serveWeb({
      engine: { ...engineOptions(log), logFolder, hasPage: true },
      pageFolder: path.resolve(import.meta.dirname, '../renderer'),
      roots: [path.resolve(args.text('root') ?? process.cwd()), own],
      open: args.positionals,
      port: args.number('port', 0),
      startBrowser: !args.has('no-open'),
    });
    await print(`Spoor is at ${host.url}\n`);
    note('Press Ctrl C to end it.');
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await host.close();
    return 0;
  },
};
