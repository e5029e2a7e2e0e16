import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

/** A disk of its own that a test may fill: a tmpfs, which only root on Linux can mount. */
export interface SmallDisk {
  readonly folder: string;
  remove(): void;
}

const mount = (...args: readonly string[]): boolean =>
  spawnSync('mount', [...args], { stdio: 'ignore' }).status === 0;
const unmount = (...args: readonly string[]): boolean =>
  spawnSync('umount', [...args], { stdio: 'ignore' }).status === 0;

/** Null where this machine does not let anybody mount. */
export function makeSmallDisk(folder: string, megabytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  mkdirSync(folder, { recursive: true });
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)) return null;
  return {
    folder,
    remove() {
      unmount('-l', folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const canMakeSmallDisk = (probe: string): boolean => {
  const disk = makeSmallDisk(probe, 1);
  disk?.remove();
  return disk !== null;
};
