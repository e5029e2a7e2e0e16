import type { FindingState, Level } from '../../electron/contract/detect.ts';
import type { Tone } from '../ui/badge.tsx';

/** How a level looks. Critical and high are one colour: the word says which. */
export const levelTones: Readonly<Record<Level, Tone>> = {
  critical: 'fail',
  high: 'fail',
  medium: 'warn',
  low: 'neutral',
  informational: 'neutral',
};

export const levelLabels: Readonly<Record<Level, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  informational: 'info',
};

/** The worst first. */
export const levelsWorstFirst: readonly Level[] = ['critical', 'high', 'medium', 'low', 'informational'];

export const stateLabels: Readonly<Record<FindingState, string>> = {
  open: 'Open',
  truePositive: 'True',
  falsePositive: 'False',
};

/** `initial-access` as `Initial access`. */
export function tacticWords(tactic: string): string {
  const words = tactic.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
