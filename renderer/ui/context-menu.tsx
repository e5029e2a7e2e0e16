import { ContextMenu as RadixContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';
import type { MenuItemProps } from './menu.tsx';

interface ContextMenuProps {
  /** One element; a right click or the menu key on it opens the menu. */
  readonly target: ReactNode;
  readonly children: ReactNode;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** A menu at the pointer. Not modal, for the same reason as {@link Menu}. */
export function ContextMenu({ target, children, onOpenChange }: ContextMenuProps) {
  return (
    <RadixContextMenu.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <RadixContextMenu.Trigger asChild>{target}</RadixContextMenu.Trigger>
      <RadixContextMenu.Portal>
        <RadixContextMenu.Content className={styles.menu} collisionPadding={8}>
          {children}
        </RadixContextMenu.Content>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Root>
  );
}

export function ContextMenuItem({
  onSelect,
  isDisabled = false,
  isDangerous = false,
  icon,
  shortcut,
  children,
}: MenuItemProps) {
  return (
    <RadixContextMenu.Item
      className={classes(styles.item, isDangerous && styles.danger)}
      disabled={isDisabled}
      onSelect={onSelect}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.text}>{children}</span>
      {shortcut === undefined ? null : <Kbd keys={shortcut} />}
    </RadixContextMenu.Item>
  );
}

export function ContextMenuLabel({ children }: { readonly children: ReactNode }) {
  return <RadixContextMenu.Label className={styles.label}>{children}</RadixContextMenu.Label>;
}

export function ContextMenuSeparator() {
  return <RadixContextMenu.Separator className={styles.separator} />;
}
