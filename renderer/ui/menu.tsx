import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';

interface MenuProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactNode;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** A menu under a button. Not modal: a modal one would inject a style element (content security policy). */
export function Menu({ trigger, align = 'start', side = 'bottom', children, onOpenChange }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export interface MenuItemProps {
  readonly onSelect: () => void;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
}

export function MenuItem({
  onSelect,
  isDisabled = false,
  isDangerous = false,
  icon,
  shortcut,
  children,
}: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={classes(styles.item, isDangerous && styles.danger)}
      disabled={isDisabled}
      onSelect={onSelect}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.text}>{children}</span>
      {shortcut === undefined ? null : <Kbd keys={shortcut} />}
    </DropdownMenu.Item>
  );
}

interface MenuCheckItemProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
  /** Keeps the menu open, for choosing several. */
  readonly staysOpen?: boolean;
  readonly children: ReactNode;
}

export function MenuCheckItem({
  isChecked,
  onChange,
  isDisabled = false,
  staysOpen = false,
  children,
}: MenuCheckItemProps) {
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={isChecked}
      disabled={isDisabled}
      onCheckedChange={(checked) => onChange(checked)}
      onSelect={staysOpen ? (event) => event.preventDefault() : undefined}
    >
      <span className={styles.icon}>
        <DropdownMenu.ItemIndicator>
          <Check size={14} aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className={styles.text}>{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
