import type { Level } from '../../electron/contract/detect.ts';
import { Badge } from '../ui/badge.tsx';
import { levelLabels, levelTones } from './level-words.ts';

/** How grave a rule is, as its author said. */
export function LevelBadge({ level }: { readonly level: Level }) {
  return <Badge tone={levelTones[level]}>{levelLabels[level]}</Badge>;
}
