import { create } from 'zustand';
import { readStored, writeStored } from './stored.ts';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

interface SettingsState {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

const themeKey = 'spoor.theme';

/** What this person prefers on this machine, whatever the case. */
export const useSettings = create<SettingsState>((set) => ({
  theme: themes.find((theme) => theme === readStored(themeKey)) ?? 'system',
  setTheme(theme) {
    writeStored(themeKey, theme);
    set({ theme });
    applyTheme(theme);
  },
}));

/** Sets `data-theme` on the document, now and whenever the desktop changes its own. Call once, before rendering. */
export function startTheme(): void {
  const { theme } = useSettings.getState();
  applyTheme(theme);
  darkDesktop().addEventListener('change', () => applyTheme(useSettings.getState().theme));
  // Paper is light: grounds are not printed, and light ink could not be read.
  window.addEventListener('beforeprint', () => applyTheme('light'));
  window.addEventListener('afterprint', () => applyTheme(useSettings.getState().theme));
}

/** The next of the three; from the desktop's own it goes to the one that looks different. */
export function nextTheme(theme: Theme): Theme {
  const order: readonly Theme[] = darkDesktop().matches
    ? ['system', 'light', 'dark']
    : ['system', 'dark', 'light'];
  return order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
}

function applyTheme(theme: Theme): void {
  const shown = theme === 'system' ? (darkDesktop().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = shown;
}

function darkDesktop(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}
