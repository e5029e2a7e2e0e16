import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import { pick } from '../../state/pick.ts';
import { useProof } from '../../state/proof.ts';
import { runInBackground } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type CheckForm, choiceOf, knownParts, problemOf, wholeCase } from '../check-choice.ts';
import styles from './dialogs.module.css';
import { PartList } from './part-list.tsx';

interface CheckDialogProps {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

const scopes = [
  { value: 'whole', label: 'The whole case' },
  { value: 'part', label: 'A part of it' },
] as const;

/** What to check, and with which keys; then the check runs as a job. */
export function CheckDialog({ caseInfo, onClose }: CheckDialogProps) {
  const { case: id } = caseInfo;
  const verification = useProof((state) => state.verification);
  const [form, setForm] = useState<CheckForm>(wholeCase);
  const [keys, setKeys] = useState<{ token: string; name: string } | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const trails = useAnswer(`trails ${id}`, (signal) =>
    currentHost().call('trails.list', { case: id }, signal),
  );
  const map = useAnswer(`places ${id}`, (signal) =>
    currentHost().call('coverage.map', { case: id, fromMs: null, untilMs: null, maxCells: 1 }, signal),
  );
  const known = knownParts(caseInfo, map.value, verification, trails.value?.trails ?? []);
  const problem = problemOf(form, known);
  const publicKeys = trails.value?.publicKeys.length ?? 0;

  const start = async (): Promise<void> => {
    setError(null);
    setIsStarting(true);
    try {
      await currentHost().call('verify.start', {
        case: id,
        choice: choiceOf(form, known),
        keys: keys?.token ?? null,
      });
      onClose();
    } catch (failure) {
      setError(failure);
      setIsStarting(false);
    }
  };
  const chooseKeys = async (): Promise<void> => {
    const [file] = (await pick('keys'))?.grants ?? [];
    if (file !== undefined) setKeys({ token: file.token, name: file.name });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Check integrity"
      description="Offline, against the signed digests in the case. No evidence is changed."
      footer={
        <>
          <p className={styles.problem} role="status">
            {problem}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" data-autofocus disabled={isStarting || problem !== null} onClick={start}>
            Check
          </Button>
        </>
      }
    >
      <div className={styles.step}>
        <Segmented
          label="What to check"
          value={form.isWhole ? 'whole' : 'part'}
          options={scopes}
          onChange={(scope) => setForm({ ...form, isWhole: scope === 'whole' })}
        />
        {form.isWhole ? null : (
          <>
            <p className={styles.hint}>
              All digests of the case are used for the proof; only what you choose here is reported.
            </p>
            <div className={styles.days}>
              <TextField
                label="First day (UTC)"
                isMono
                placeholder="2026-03-01"
                value={form.sinceDay}
                onChange={(event) => setForm({ ...form, sinceDay: event.target.value })}
              />
              <TextField
                label="Last day (UTC)"
                isMono
                placeholder="2026-03-31"
                value={form.untilDay}
                onChange={(event) => setForm({ ...form, untilDay: event.target.value })}
              />
            </div>
            <div className={styles.parts}>
              {(['accounts', 'regions', 'trails'] as const).map((part) => (
                <PartList
                  key={part}
                  title={part}
                  names={known[part]}
                  without={form.without[part]}
                  onChange={(without) => setForm({ ...form, without: { ...form.without, [part]: without } })}
                />
              ))}
            </div>
          </>
        )}
        <section className={styles.group}>
          <h3>AWS’s public keys</h3>
          <p className={styles.hint}>
            {publicKeys === 0
              ? 'The case has none: without them nothing can be proven. `aws cloudtrail list-public-keys` prints them for the time and the region of the trail; they are no secret.'
              : `The case has ${publicKeys}. A file can add others, for this check only.`}
          </p>
          <div className={styles.file}>
            <Button size="small" onClick={() => runInBackground(chooseKeys)}>
              Choose a file of keys…
            </Button>
            {keys === null ? null : (
              <>
                <code>{visibleText(keys.name)}</code>
                <Button size="small" variant="quiet" onClick={() => setKeys(null)}>
                  Without
                </Button>
              </>
            )}
          </div>
        </section>
        {trails.error === null ? null : <ErrorNote error={trails.error} />}
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
