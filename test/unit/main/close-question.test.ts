import { describe, expect, it } from 'vitest';
import { closeAnyway, closeQuestion } from '../../../electron/main/close-question.ts';

describe('the question before a window is closed', () => {
  it('names what runs, and says what closing does to it', () => {
    const { message, detail, buttons } = closeQuestion({ jobs: ['Importing 3 folders'], endsWork: true });
    expect(message).toContain('still working');
    expect(detail).toMatch(/^• Importing 3 folders\n\nClosing stops this\./);
    expect(buttons?.[closeAnyway]).toBe('Stop and close');
  });

  it('speaks of quitting where Spoor is quit', () => {
    const { message, detail, buttons } = closeQuestion({ jobs: ['Importing'], endsWork: true, isQuit: true });
    expect(message).toContain('Quit?');
    expect(detail).toContain('Quitting stops this.');
    expect(buttons?.[closeAnyway]).toBe('Stop and quit');
  });

  it('does not speak of stopping where the work goes on', () => {
    const { detail, buttons } = closeQuestion({ jobs: ['Importing'], endsWork: false });
    expect(detail).toContain('goes on without the window');
    expect(buttons?.[closeAnyway]).toBe('Close');
  });

  it('takes Enter and Escape for staying', () => {
    const { defaultId, cancelId } = closeQuestion({ jobs: ['Importing'], endsWork: true });
    expect(defaultId).not.toBe(closeAnyway);
    expect(cancelId).not.toBe(closeAnyway);
  });

  it('stays short with a thousand jobs, and plain with names that are not', () => {
    const jobs = Array.from({ length: 1000 }, (_, n) => `Job ${n}\u202E\n${'x'.repeat(500)}`);
    const lines = closeQuestion({ jobs, endsWork: true }).detail?.split('\n') ?? [];
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(/^• Job 0x+…x+$/);
    expect(lines[5]).toBe('• and 995 more');
    expect(Math.max(...lines.slice(0, 6).map(({ length }) => length))).toBeLessThan(110);
  });
});
