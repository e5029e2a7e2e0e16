import { AppError } from '../../contract/errors.ts';
import { Database, type DatabaseOptions } from './driver.ts';
import { showAsLatest } from './older-format.ts';
import { lastReadingMode } from './reading-mode.ts';

/**
 * Opens a case for reading, also one of an older format, and also where SQLite cannot make the files that it wants
 * beside it.
 */
export function openReader(casePath: string, onSlow?: DatabaseOptions['onSlow']): Database {
  const options = { readOnly: true, onSlow };
  try {
    return openAndRead(casePath, options);
  } catch (error) {
    // SQLite says CANTOPEN where the -shm file is refused, and READONLY where the WAL is.
    const isRefused =
      error instanceof AppError && (error.code === 'unreadable' || error.code === 'read-only');
    const reading = isRefused ? lastReadingMode(casePath) : null;
    if (reading === null) throw error;
    return openAndRead(casePath, { ...options, reading });
  }
}

/** SQLite opens the WAL with the first read, so only that shows whether the mode works. */
function openAndRead(casePath: string, options: DatabaseOptions): Database {
  const db = Database.open(casePath, options);
  try {
    db.get('SELECT 1 FROM sqlite_schema LIMIT 1');
    showAsLatest(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
