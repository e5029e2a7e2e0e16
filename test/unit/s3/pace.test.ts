import { describe, expect, test } from 'vitest';
import { Pace } from '../../../electron/engine/sources/s3/pace.ts';

describe('the pace', () => {
  test('one more after a round, half after a throttling, which counts once for all that were under way', () => {
    const pace = new Pace({ most: 16 });
    const answers = (count: number) => {
      for (let i = 0; i < count; i += 1) pace.answered();
      return pace.limit;
    };
    expect(pace.limit).toBe(8);
    expect(answers(9)).toBe(9);
    expect(answers(1000)).toBe(16);
    for (let i = 0; i < 16; i += 1) pace.throttled();
    expect(pace.limit).toBe(8);
    expect(answers(16)).toBe(8);
    pace.throttled();
    expect(pace.limit).toBe(4);
  });

  test('never comes to nothing, and never begins above its most', () => {
    const pace = new Pace({ most: 3 });
    expect(pace.limit).toBe(3);
    for (let round = 0; round < 10; round += 1) {
      pace.throttled();
      for (let i = 0; i < 3; i += 1) pace.answered();
    }
    expect(pace.limit).toBeGreaterThanOrEqual(1);
  });
});
