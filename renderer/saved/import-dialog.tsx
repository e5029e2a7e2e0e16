import { useState } from 'react';
import type { FilterImport, OnSameName } from '../../electron/contract/saved-filters.ts';
import { formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import styles from './saved.module.css';

const choices = [
  { value: 'keep-both', label: 'Keep both' },
  { value: 'replace', label: 'Replace mine' },
] as const;

/** Brings in the filters of a file, and says of each that did not come in as it was written why. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [onSameName, setOnSameName] = useState<OnSameName>('keep-both');
  const [isAsking, setAsking] = useState(false);
  const [result, setResult] = useState<FilterImport | null>(null);
  const [error, setError] = useState<unknown>(null);

  const start = async (): Promise<void> => {
    setError(null);
    setResult(null);
    setAsking(true);
    try {
      const [file] = (await pick('filters'))?.grants ?? [];
      if (file === undefined) return;
      setResult(await currentHost().call('filters.import', { file: file.token, onSameName }));
    } catch (failure) {
      setError(failure);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Import filters"
      description="From a file that somebody exported. What cannot be read is listed, and left out."
      footer={
        <>
          <Button onClick={onClose}>{result === null ? 'Cancel' : 'Done'}</Button>
          <Button variant={result === null ? 'primary' : 'plain'} disabled={isAsking} onClick={start}>
            {result === null ? 'Choose a file…' : 'Choose another…'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.key}>
          <span className={styles.label} aria-hidden>
            Where I have a filter of the same name
          </span>
          <Segmented
            label="Where I have a filter of the same name"
            value={onSameName}
            options={choices}
            onChange={setOnSameName}
          />
        </div>
        {result === null ? null : <ImportResult result={result} />}
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}

function ImportResult({ result: { added, replaced, unchanged, notes } }: { readonly result: FilterImport }) {
  const parts = [
    `${formatCounted(added, 'filter')} added`,
    ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
  ];
  return (
    <div className={styles.result} role="status">
      <p>{parts.join(', ')}.</p>
      {notes.length === 0 ? null : (
        <ul className={styles.notes}>
          {notes.map(({ position, name, isLeftOut, reason }) => (
            <li key={`${position}-${reason}`}>
              <b>{name === null ? `Entry ${position + 1}` : visibleText(name)}</b>
              {isLeftOut ? ' was left out. ' : ' was changed. '}
              {visibleText(reason)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
