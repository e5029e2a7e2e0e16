import './no-eval.ts';
import { z } from 'zod';

/** The groups of commands: headings of the palette and of the help page, and the native menu's own menus. */
export const commandGroups = ['Case', 'Review', 'Files', 'View', 'Help'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** "Mod+Shift+O", "z", "/", "Alt+ArrowUp": Mod is Command on Apple's keyboards, Control elsewhere. */
export const shortcutPattern = /^(?:Mod\+)?(?:Alt\+)?(?:Shift\+)?(?:[!-*,-~]|[A-Z][A-Za-z0-9]{1,11})$/;

const menuCommand = z.object({
  id: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  group: z.enum(commandGroups),
  title: z.string().min(1).max(120),
  shortcut: z.string().regex(shortcutPattern).optional(),
  isEnabled: z.boolean(),
});
/** A command as the native menu shows it. */
export type MenuCommand = z.infer<typeof menuCommand>;

/** What the page tells its window of the desktop, each time that it changes. */
export const pageState = z.object({
  /** Every command that the page knows right now, in order. */
  commands: z.array(menuCommand).max(300),
  /** What ending the engine would stop, one line for each job of any case. */
  jobs: z.array(z.string().max(2000)).max(1000),
  /** Those of the case that this page shows. */
  caseJobs: z.array(z.string().max(2000)).max(1000),
  /** The open case's name; null on the start page. */
  caseName: z.string().max(1000).nullable(),
  /** The folder that the open case lies in; null on the start page. */
  casePlace: z.string().max(32_768).nullable(),
  /** A case is being opened or made. */
  isBusy: z.boolean(),
});
export type PageState = z.infer<typeof pageState>;

/** What only the window can do. Its keys are the native menu's own, so that they work over any dialog. */
export const windowCommands = [
  { id: 'window.zoom-in', title: 'Zoom in', shortcut: 'Mod+=', keywords: ['larger', 'text size'] },
  { id: 'window.zoom-out', title: 'Zoom out', shortcut: 'Mod+-', keywords: ['smaller', 'text size'] },
  { id: 'window.zoom-reset', title: 'Actual size', shortcut: 'Mod+0', keywords: ['zoom', 'text size'] },
  { id: 'window.full-screen', title: 'Full screen', shortcut: 'F11', keywords: ['maximise', 'window'] },
] as const;
export const windowCommandId = z.enum([
  'window.zoom-in',
  'window.zoom-out',
  'window.zoom-reset',
  'window.full-screen',
  // In the page's own list of commands, unlike the others.
  'window.new',
]);
export type WindowCommandId = z.infer<typeof windowCommandId>;
