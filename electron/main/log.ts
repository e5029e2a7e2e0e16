export { type Log, openFileLog } from '../log/file-log.ts';
