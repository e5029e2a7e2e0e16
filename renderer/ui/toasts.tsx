import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useId, useLayoutEffect } from 'react';
import { visibleText } from '../format/visible-text.ts';
import { dismissToast, makePlace, type Toast, useToasts } from '../state/toasts.ts';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { IconButton } from './icon-button.tsx';
import styles from './toasts.module.css';

const icons = { ok: CircleCheck, fail: CircleAlert, neutral: Info } as const;

/** Quiet news in the corner, read out without taking the focus; while a dialog is open it has them. */
export function Toasts() {
  const isHere = useToasts((state) => state.places.length === 0);
  return <ToastList className={styles.corner} isHere={isHere} />;
}

/**
 * Where toasts appear in a dialog: a part of it, so that they lie over none of its buttons, and the keyboard, which
 * stays inside, reaches them. Only the topmost dialog has them.
 */
export function ToastPlace() {
  const name = useId();
  const isHere = useToasts((state) => state.places.at(-1) === name);
  useLayoutEffect(() => makePlace(name), [name]);
  return <ToastList className={styles.inside} isHere={isHere} />;
}

function ToastList({
  className,
  isHere,
}: {
  readonly className: string | undefined;
  readonly isHere: boolean;
}) {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={className} role="status" aria-live="polite">
      {isHere ? toasts.map((toast) => <ToastCard key={toast.id} toast={toast} />) : null}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const Icon = icons[toast.tone];
  const { action } = toast;
  const take = (): void => {
    action?.run();
    if (toast.stays === true) dismissToast(toast.id);
  };
  const dismiss = (): void => {
    toast.onDismiss?.();
    dismissToast(toast.id);
  };
  return (
    <div className={styles.toast}>
      <Icon size={16} aria-hidden="true" className={classes(styles.icon, styles[toast.tone])} />
      <div className={styles.texts}>
        <b>{visibleText(toast.title)}</b>
        {toast.text === '' ? null : <p>{visibleText(toast.text)}</p>}
        {action === undefined ? null : (
          <Button size="small" onClick={take}>
            {action.label}
          </Button>
        )}
      </div>
      <IconButton size="small" label="Dismiss" tooltipSide="left" onClick={dismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
