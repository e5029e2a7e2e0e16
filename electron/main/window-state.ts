import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** A rectangle of the desktop, in its own units (not pixels of a dense screen). */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const side = z.number().int().min(1).max(100_000);
const coordinate = z.number().int().min(-100_000).max(100_000);
const windowState = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: side, height: side }),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});
/** How the window was left. `bounds` are those of the window when it is neither maximised nor full screen. */
export type WindowState = z.infer<typeof windowState>;

export interface WindowPlace {
  /** Without x and y the desktop decides where. */
  readonly bounds: { readonly width: number; readonly height: number } | Rectangle;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
}

/** The least that the page is laid out for. */
export const leastSize = { width: 800, height: 560 } as const;
const firstSize = { width: 1440, height: 900 } as const;
/** So much of the window's upper edge must be on a screen, or nobody could take hold of it. */
const grip = { width: 120, height: 32 } as const;

/**
 * Where the window goes: where it was, if that screen still exists and the window fits on it, else in a size that
 * fits wherever the desktop puts it.
 *
 * @param screens the parts of each display that windows may cover, the primary one first
 */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): WindowPlace {
  if (saved === null)
    return { bounds: fitted(firstSize, screens[0]), isMaximized: false, isFullScreen: false };
  const { bounds, isMaximized, isFullScreen } = saved;
  const screen = screens.find((one) => holdsGrip(one, bounds));
  if (screen === undefined) return { bounds: fitted(bounds, screens[0]), isMaximized, isFullScreen };
  const size = fitted(bounds, screen);
  const isShrunk = size.width < bounds.width || size.height < bounds.height;
  // A window that no longer fits is put wholly on the screen; one that fits may stick out, as it was left.
  const at = isShrunk ? inside(screen, { ...bounds, ...size }) : bounds;
  return { bounds: { x: at.x, y: at.y, ...size }, isMaximized, isFullScreen };
}

/** So far a new window lies from the one it was opened in: the title of that one stays in sight. */
const besideBy = 32;

/** Where a new window goes: a little beside another, whole on its screen, and at its upper left once there is no room. */
export function placeBeside(other: Rectangle, screens: readonly Rectangle[]): WindowPlace {
  const shifted = { ...other, x: other.x + besideBy, y: other.y + besideBy };
  const plain = { isMaximized: false, isFullScreen: false };
  const screen = screens.find((one) => holdsGrip(one, other));
  if (screen === undefined) return { bounds: fitted(other, screens[0]), ...plain };
  const size = fitted(other, screen);
  const hasRoom =
    shifted.x + size.width <= screen.x + screen.width && shifted.y + size.height <= screen.y + screen.height;
  const at = hasRoom ? shifted : screen;
  return { bounds: { x: at.x, y: at.y, ...size }, ...plain };
}

function fitted(size: { width: number; height: number }, screen: Rectangle | undefined) {
  return {
    width: Math.max(leastSize.width, Math.min(size.width, screen?.width ?? size.width)),
    height: Math.max(leastSize.height, Math.min(size.height, screen?.height ?? size.height)),
  };
}

function inside(screen: Rectangle, { x, y, width, height }: Rectangle): { x: number; y: number } {
  return {
    x: Math.max(screen.x, Math.min(x, screen.x + screen.width - width)),
    y: Math.max(screen.y, Math.min(y, screen.y + screen.height - height)),
  };
}

function holdsGrip(screen: Rectangle, { x, y, width }: Rectangle): boolean {
  const shown = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return shown >= grip.width && y >= screen.y && y + grip.height <= screen.y + screen.height;
}

/** How the window was left, in a small file of Spoor's data folder. A lost or damaged one is as if there were none. */
export class WindowStateFile {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'window.json');
  }

  read(): WindowState | null {
    try {
      return windowState.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return null;
    }
  }

  /** @throws Error of the file system */
  write(state: WindowState): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, this.#file);
  }
}
