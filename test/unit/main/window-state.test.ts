import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  leastSize,
  placeBeside,
  placeWindow,
  type Rectangle,
  type WindowState,
  WindowStateFile,
} from '../../../electron/main/window-state.ts';

const first: Rectangle = { x: 0, y: 24, width: 1920, height: 1056 };
const second: Rectangle = { x: 1920, y: 0, width: 2560, height: 1440 };
const left = (bounds: Rectangle, change: Partial<WindowState> = {}): WindowState => ({
  bounds,
  isMaximized: false,
  isFullScreen: false,
  ...change,
});

describe('the window’s place', () => {
  it('is the desktop’s choice at the first start, in a size that fits its screen', () => {
    expect(placeWindow(null, [first])).toEqual({
      bounds: { width: 1440, height: 900 },
      isMaximized: false,
      isFullScreen: false,
    });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 720 }]).bounds).toEqual({
      width: 1280,
      height: 720,
    });
  });

  it('is where it was, also on the second screen and sticking out', () => {
    for (const bounds of [
      { x: 100, y: 50, width: 1000, height: 700 },
      { x: 3000, y: 300, width: 1200, height: 800 },
      { x: -600, y: 200, width: 1000, height: 700 },
    ])
      expect(placeWindow(left(bounds), [first, second]).bounds).toEqual(bounds);
  });

  it('is on a screen that is there when its own is gone, and keeps its size where that fits', () => {
    const place = placeWindow(left({ x: 3000, y: 300, width: 2200, height: 800 }, { isMaximized: true }), [
      first,
    ]);
    expect(place).toEqual({ bounds: { width: 1920, height: 800 }, isMaximized: true, isFullScreen: false });
  });

  it('is on its screen whole when that has become smaller', () => {
    expect(
      placeWindow(left({ x: 1900, y: 200, width: 2500, height: 1300 }), [first, { ...second, height: 900 }])
        .bounds,
    ).toEqual({ x: 1920, y: 0, width: 2500, height: 900 });
  });

  it('is nowhere that a person could not take hold of it', () => {
    for (const bounds of [
      { x: 100, y: -400, width: 1000, height: 700 },
      { x: 1850, y: 100, width: 1000, height: 700 },
      { x: 100, y: 1075, width: 1000, height: 700 },
    ])
      expect(placeWindow(left(bounds), [first]).bounds).not.toHaveProperty('x');
  });

  it('is always within reach and never less than the page needs', () => {
    const coordinate = fc.integer({ min: -6000, max: 6000 });
    const rectangle = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.integer({ min: 1, max: 6000 }),
      height: fc.integer({ min: 1, max: 6000 }),
    });
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { maxLength: 3 }), (bounds, screens) => {
        const place = placeWindow(left(bounds), screens).bounds;
        expect(place.width).toBeGreaterThanOrEqual(leastSize.width);
        expect(place.height).toBeGreaterThanOrEqual(leastSize.height);
        if (!('x' in place)) return;
        const holding = screens.filter(
          ({ x, y, width, height }) =>
            place.x < x + width && place.x + place.width > x && place.y >= y && place.y < y + height,
        );
        expect(holding).not.toEqual([]);
      }),
    );
  });
});

describe('the place of a new window', () => {
  it('is a little beside the one it was opened in, on the same screen', () => {
    expect(placeBeside({ x: 2000, y: 100, width: 1000, height: 700 }, [first, second])).toEqual({
      bounds: { x: 2032, y: 132, width: 1000, height: 700 },
      isMaximized: false,
      isFullScreen: false,
    });
  });

  it('is at the upper left once there is no room, and the desktop’s choice beside one that nobody sees', () => {
    expect(placeBeside({ x: 900, y: 100, width: 1000, height: 700 }, [first]).bounds).toEqual({
      x: 0,
      y: 24,
      width: 1000,
      height: 700,
    });
    expect(placeBeside({ x: 5000, y: 100, width: 1000, height: 700 }, [first]).bounds).toEqual({
      width: 1000,
      height: 700,
    });
  });
});

describe('the file of the window’s place', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spoor-window-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back what was written, and leaves nothing else behind', () => {
    const data = path.join(folder, 'not', 'yet');
    const file = new WindowStateFile(data);
    expect(file.read()).toBeNull();
    const state = left({ x: -5, y: 7, width: 900, height: 600 }, { isFullScreen: true });
    file.write(state);
    file.write(state);
    expect(new WindowStateFile(data).read()).toEqual(state);
    expect(readdirSync(data)).toEqual(['window.json']);
  });

  it('is as good as none when it is damaged', () => {
    for (const text of ['', '{', 'null', '{"bounds":{"x":1e9,"y":0,"width":0,"height":"9"}}']) {
      writeFileSync(path.join(folder, 'window.json'), text);
      expect(new WindowStateFile(folder).read()).toBeNull();
    }
  });
});
