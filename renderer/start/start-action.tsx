import type { LucideIcon } from 'lucide-react';
import { useCases } from '../state/cases.ts';
import { runCommand, useCommands } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { classes } from '../ui/classes.ts';
import { Kbd } from '../ui/kbd.tsx';
import styles from './start-action.module.css';

interface StartActionProps {
  readonly command: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly isPrimary?: boolean;
}

/** One way to a case: the same command that the palette and the keyboard have. */
export function StartAction({ command, icon: Icon, title, text, isPrimary = false }: StartActionProps) {
  const isBusy = useCases((state) => state.busy !== null);
  const shortcut = useCommands((state) => state.commands.find(({ id }) => id === command)?.shortcut);
  return (
    <button type="button" className={styles.action} disabled={isBusy} onClick={() => runCommand(command)}>
      <span className={classes(styles.icon, isPrimary && styles.primary)}>
        <Icon size={18} strokeWidth={1.7} aria-hidden="true" />
      </span>
      <span className={styles.texts}>
        <b>{title}</b>
        <span>{text}</span>
      </span>
      {shortcut === undefined ? null : <Kbd keys={keysOf(shortcut)} />}
    </button>
  );
}
