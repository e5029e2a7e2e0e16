import { useState } from 'react';
import { AppError } from '../../electron/contract/errors.ts';
import { parseFilter } from '../../electron/contract/filter/parse.ts';
import { type FilterDraft, type FilterKey, filterKeys } from '../../electron/contract/saved-filters.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { keysOf } from '../state/shortcuts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './saved.module.css';
import { useSaved } from './saved-store.ts';

interface SaveDialogProps {
  readonly draft: FilterDraft;
  readonly onClose: () => void;
}

const keyOptions: readonly { readonly value: FilterKey | ''; readonly label: string }[] = [
  { value: '', label: 'None' },
  ...filterKeys.map((key) => ({ value: key, label: key })),
];

/** Names a filter, says what it is for, and gives it a key. */
export function SaveDialog({ draft, onClose }: SaveDialogProps) {
  const [name, setName] = useState(draft.name);
  const [note, setNote] = useState(draft.note);
  const [filter, setFilter] = useState(draft.filter);
  const [shortcut, setShortcut] = useState<FilterKey | ''>(draft.shortcut ?? '');
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const holder = useSaved((state) =>
    state.list?.own.find((one) => one.shortcut === shortcut && one.id !== draft.id),
  );
  const fault = filter.trim() === '' ? undefined : faultOf(filter.trim());
  const canSave = name.trim() !== '' && filter.trim() !== '' && fault === undefined && !isSaving;

  const save = async (): Promise<void> => {
    setError(null);
    setSaving(true);
    try {
      await currentHost().call('filters.save', {
        id: draft.id,
        name: name.trim(),
        note: note.trim(),
        shortcut: shortcut === '' ? null : shortcut,
        filter: filter.trim(),
      });
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={draft.id === null ? 'Save a filter' : 'Change a saved filter'}
      description="It is kept for you on this machine, and serves every case."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="save-filter" disabled={!canSave}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="save-filter"
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canSave) void save();
        }}
      >
        <TextField
          label="Name"
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Note"
          hint="What it finds, and why that matters. Optional."
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <TextField
          label="Filter"
          isMono
          maxLength={20_000}
          error={fault}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <div className={styles.key}>
          <span className={styles.label} aria-hidden>
            Key
          </span>
          <Segmented label="Key" value={shortcut} options={keyOptions} onChange={setShortcut} />
          <p className={styles.hint}>{keyWords(shortcut, holder?.name)}</p>
        </div>
        {error === null ? null : <ErrorNote error={error} />}
      </form>
    </Dialog>
  );
}

function keyWords(key: FilterKey | '', holder: string | undefined): string {
  if (key === '') return `A key applies it from the review desk: ${keysOf('g')}, then the digit.`;
  const keys = `${keysOf('g')}, then ${key}`;
  return holder === undefined
    ? `Press ${keys}.`
    : `Press ${keys}. Now it is the key of “${visibleText(holder)}”, which gives it up.`;
}

/** What is wrong with a filter, and where. */
function faultOf(text: string): string | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, advice, place } = error;
    const marked = place === undefined ? '' : visibleText(text.slice(place.start, place.end).slice(0, 60));
    return `${marked === '' ? '' : `At “${marked}”: `}${message} ${advice}`;
  }
}
