import { SavedFilters } from '../../../electron/engine/saved-filters/saved-filters.ts';

/** A second program, for the tests: once it is told to, saves filters one after the other, and ends. */
const [dataFolder = '', who = '', count = ''] = process.argv.slice(2);
const filters = new SavedFilters(dataFolder);
process.stdin.once('data', async () => {
  for (let n = 0; n < Number(count); n += 1)
    await filters.save({
      id: null,
      name: `${who} ${n}`,
      note: '',
      shortcut: null,
      filter: `user:${who}${n}`,
    });
  process.exit(0);
});
process.stdout.write('ready\n');
