import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { menuLabel, shortLine } from '../../../electron/main/menu-label.ts';

describe('a name from outside in a menu or a dialog', () => {
  it('keeps what a person can read, and doubles the sign that would underline', () => {
    expect(menuLabel('Übung & Prüfung.spoor')).toBe('Übung && Prüfung.spoor');
    expect(shortLine('Übung & Prüfung.spoor')).toBe('Übung & Prüfung.spoor');
  });

  it('loses what is not seen or turns the text around', () => {
    expect(menuLabel('\u202Egpj.exe\u0000\u001B[31m\u2066 a\n\tb\u200B')).toBe('gpj.exe[31m ab');
    expect(menuLabel(' \u200E\n ')).toBe('untitled');
  });

  it('is cut in the middle, where the name and its ending stay, and never inside a letter', () => {
    const cut = shortLine(`start${'😀'.repeat(80)}end.spoor`, 21);
    expect(cut).toBe('start😀😀😀😀😀…😀end.spoor');
  });

  it('is one short line whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const line = shortLine(text);
        expect([...line].length).toBeLessThanOrEqual(60);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(line).not.toBe('');
      }),
    );
  });
});
