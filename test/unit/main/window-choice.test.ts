import { describe, expect, it } from 'vitest';
import { groupOpened, windowFor } from '../../../electron/main/window-choice.ts';

describe('opened files', () => {
  it('are a window for each case and one for everything else', () => {
    expect(groupOpened(['/b.spoor', '/logs', '/a.SPOOR', '/x.json.gz', '/b.spoor'])).toEqual([
      ['/b.spoor'],
      ['/a.SPOOR'],
      ['/logs', '/x.json.gz'],
    ]);
    expect(groupOpened([])).toEqual([]);
  });
});

describe('the window for opened files', () => {
  const free = { id: 1, casePath: null, isFree: true };
  const onA = { id: 2, casePath: '/a.spoor', isFree: false };
  const onB = { id: 3, casePath: '/b.spoor', isFree: false };

  it('is the one that shows the case already, wherever it stands', () => {
    expect(windowFor(['/a.spoor'], [free, onB, onA])).toBe(onA);
  });

  it('is the one used last where that shows the start page, and else a new one', () => {
    expect(windowFor(['/c.spoor'], [free, onA])).toBe(free);
    expect(windowFor(['/logs'], [onA, free])).toBeNull();
    expect(windowFor(['/logs'], [])).toBeNull();
  });
});
