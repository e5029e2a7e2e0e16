import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { visibleText } from '../format/visible-text.ts';
import { dismissToast, type Toast, useToasts } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './toasts.module.css';

const icons = { ok: CircleCheck, fail: CircleAlert, neutral: Info } as const;

/** Quiet news in the corner, read out without taking the focus. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
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
