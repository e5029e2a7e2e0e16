/** What of a keyboard event decides: so that the rules can be tried without a browser. */
export interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Apple's keyboards have Command where others have Control. */
export const isApple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

/**
 * Whether a keystroke is a shortcut, written as "Mod+E", "Mod+Shift+F", "z", "/", "?", "Alt+ArrowUp". Mod is
 * Command on Apple's keyboards, Control elsewhere. Shift is only compared where it is written, or with letters:
 * on many keyboards `/` and `?` need it.
 */
export function matchesShortcut(shortcut: string, stroke: Keystroke, apple: boolean = isApple): boolean {
  const { key, mod, alt, shift } = parseShortcut(shortcut);
  if (stroke.key.toLowerCase() !== key) return false;
  const [hasMod, hasOther] = apple ? [stroke.metaKey, stroke.ctrlKey] : [stroke.ctrlKey, stroke.metaKey];
  if (hasMod !== mod || hasOther) return false;
  if (stroke.altKey !== alt) return false;
  const isShiftPartOfKey = key.length === 1 && key.toUpperCase() === key;
  return isShiftPartOfKey && !shift ? true : stroke.shiftKey === shift;
}

function parseShortcut(shortcut: string): { key: string; mod: boolean; alt: boolean; shift: boolean } {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key: key.toLowerCase(),
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

const keyNames: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** A shortcut as the person's keyboard has it: "Ctrl K", "⌘ K", "Z"; "g 1" is two keys, "G 1". */
export function keysOf(shortcut: string, apple: boolean = isApple): string {
  const modifiers: Readonly<Record<string, string>> = apple
    ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' }
    : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' };
  return shortcut
    .split(/[+ ]/)
    .map((part) => modifiers[part] ?? keyNames[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** Whether a plain key typed there is text, or moves something of its own: then it is no shortcut. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}
