import { useState } from 'react';
import type { RuleRun } from '../../electron/contract/detect.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import { LevelBadge } from './level-badge.tsx';
import styles from './rules-dialog.module.css';

interface RulesDialogProps {
  readonly run: RuleRun;
  readonly onClose: () => void;
}

type Part = 'used' | 'unusable' | 'passedOver';

/** What became of every rule that was loaded: nothing is left out in silence. */
export function RulesDialog({ run, onClose }: RulesDialogProps) {
  const [part, setPart] = useState<Part>('used');
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const has = (...texts: readonly (string | null)[]): boolean =>
    texts.some((one) => one?.toLowerCase().includes(wanted));
  const passedOver = run.passedOver.reduce((sum, { count }) => sum + count, 0);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="large"
      title="Rules"
      description={`${formatCounted(run.rules.length, 'rule')} in use${run.belowMinLevel === 0 ? '' : `, ${formatCount(run.belowMinLevel)} left out for their level`}.`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.head}>
        <Segmented
          label="Which rules"
          value={part}
          onChange={setPart}
          options={[
            { value: 'used', label: `In use (${formatCount(run.rules.length)})` },
            { value: 'unusable', label: `Not usable (${formatCount(run.unusable.length)})` },
            { value: 'passedOver', label: `For other logs (${formatCount(passedOver)})` },
          ]}
        />
        <TextField
          type="search"
          label="Find in the rules"
          isLabelHidden
          placeholder="Find in the rules"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <ul className={styles.list}>
        {part === 'used'
          ? run.rules
              .filter(({ title, id, explanation, file }) => has(title, id, explanation, file))
              .map((rule) => (
                <li key={rule.id}>
                  <p className={styles.title}>
                    <LevelBadge level={rule.level} /> <b>{visibleText(rule.title)}</b>
                    <span>
                      {rule.findings === 0
                        ? 'found nothing'
                        : `${formatCounted(rule.findings, 'finding')}, ${formatCounted(rule.events, 'event')}`}
                    </span>
                  </p>
                  <code>{visibleText(rule.explanation)}</code>
                  {rule.file === null ? null : <p className={styles.file}>{visibleText(rule.file)}</p>}
                </li>
              ))
          : null}
        {part === 'unusable'
          ? run.unusable
              .filter(({ file, title, reason }) => has(file, title, reason))
              .map(({ file, title, reason }) => (
                <li key={`${file} ${title ?? ''} ${reason}`}>
                  <p className={styles.title}>
                    <b>{visibleText(title ?? file)}</b>
                  </p>
                  <p>{visibleText(reason)}</p>
                  <p className={styles.file}>{visibleText(file)}</p>
                </li>
              ))
          : null}
        {part === 'passedOver'
          ? run.passedOver
              .filter(({ product }) => has(product))
              .map(({ product, count }) => (
                <li key={product}>
                  <p className={styles.title}>
                    <b>{visibleText(product)}</b>
                    <span>{formatCounted(count, 'rule')}</span>
                  </p>
                </li>
              ))
          : null}
      </ul>
    </Dialog>
  );
}
