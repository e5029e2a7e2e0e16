import { readFileSync } from 'node:fs';

/**
 * When a process began, as a word that differs between two processes of the same pid; null where the system
 * does not say (outside Linux) or there is no such process.
 *
 * The boot's own id and the start in clock ticks since boot: field 22 of /proc/PID/stat (man proc_pid_stat).
 */
export function processStart(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}:${ticks}`;
  } catch {
    // No such process, or a /proc that is hidden from us: not known.
    return null;
  }
}

/** Whether a process of this number runs on this machine, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
