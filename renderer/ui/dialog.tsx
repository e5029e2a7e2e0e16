import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { classes } from './classes.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';
import { ToastPlace } from './toasts.tsx';
import { useFocusReturn } from './use-focus-return.ts';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** A question that something else waits for: it is announced as an alert, and only its buttons answer it. */
  readonly isAlert?: boolean;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
}

/**
 * A modal dialog: focus stays inside, Escape closes, focus goes back. It starts at the element with
 * `data-autofocus`, else at the dialog itself, so that its title is read first.
 *
 * Radix's own overlay locks scrolling through an injected style element, which the content security policy
 * forbids; the page never scrolls as a whole, so a plain element does.
 */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  isAlert = false,
  size = 'medium',
  children,
  footer,
}: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  const focus = useFocusReturn();
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <div className={styles.scrim}>
          <RadixDialog.Content
            ref={content}
            role={isAlert ? 'alertdialog' : 'dialog'}
            onInteractOutside={(event) => {
              if (isAlert) event.preventDefault();
            }}
            className={classes(styles.dialog, styles[size])}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              focus.remember();
              const first = content.current?.querySelector<HTMLElement>('[data-autofocus]');
              (first ?? content.current)?.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              focus.giveBack();
            }}
          >
            <header className={styles.header}>
              <RadixDialog.Title className={styles.title}>{title}</RadixDialog.Title>
              {isAlert ? null : (
                <RadixDialog.Close asChild>
                  <IconButton label="Close" tooltipSide="left">
                    <X size={16} aria-hidden="true" />
                  </IconButton>
                </RadixDialog.Close>
              )}
            </header>
            {description === undefined ? null : (
              <RadixDialog.Description className={styles.description}>{description}</RadixDialog.Description>
            )}
            <div className={styles.body}>{children}</div>
            <ToastPlace />
            {footer === undefined ? null : <footer className={styles.footer}>{footer}</footer>}
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
