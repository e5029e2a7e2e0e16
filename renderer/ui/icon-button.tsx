import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './icon-button.module.css';
import { Tooltip, type TooltipSide } from './tooltip.tsx';

export interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  /** What it does: its name for those who cannot see the icon, and its tooltip. */
  readonly label: string;
  /** A shortcut to show in the tooltip, as `keysOf` prints it. */
  readonly shortcut?: string | undefined;
  readonly size?: 'small' | 'medium' | 'large';
  readonly tooltipSide?: TooltipSide;
  readonly children: ReactNode;
}

/** A button that is only an icon. `aria-pressed` or `aria-current` make it look switched on. */
export function IconButton({
  label,
  shortcut,
  size = 'medium',
  tooltipSide = 'bottom',
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classes(styles.button, styles[size], className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
