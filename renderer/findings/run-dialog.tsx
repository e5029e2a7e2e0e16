import { useState } from 'react';
import type { CaseInfo, Grant } from '../../electron/contract/api.ts';
import type { Level } from '../../electron/contract/detect.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { runInBackground } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import styles from './run-dialog.module.css';

interface RunDialogProps {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}

const minLevels = [
  { value: 'all', label: 'All' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
] as const;

/** Which rules to run over the case; then they run as a job, and again over what later imports bring. */
export function RunDialog({ caseInfo, onClose }: RunDialogProps) {
  const [withCis, setWithCis] = useState(true);
  const [rules, setRules] = useState<readonly Grant[]>([]);
  const [values, setValues] = useState<Grant | null>(null);
  const [minLevel, setMinLevel] = useState<'all' | Level>('all');
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const hasRules = withCis || rules.length > 0;

  const start = async (): Promise<void> => {
    setError(null);
    setIsStarting(true);
    try {
      await currentHost().call('detect.start', {
        case: caseInfo.case,
        sigma: rules.map(({ token }) => token),
        values: values?.token ?? null,
        cis: withCis,
        minLevel: minLevel === 'all' ? null : minLevel,
      });
      onClose();
    } catch (failure) {
      setError(failure);
      setIsStarting(false);
    }
  };
  const choose = async (want: 'rules' | 'rules-folder'): Promise<void> => {
    const chosen = (await pick(want))?.grants ?? [];
    setRules((before) => [...before, ...chosen]);
  };
  const chooseValues = async (): Promise<void> => {
    const [file] = (await pick('rule-values'))?.grants ?? [];
    if (file !== undefined) setValues(file);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Run rules"
      description="Over every event of the case, and over what later imports and syncs bring. No evidence is changed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" data-autofocus disabled={isStarting || !hasRules} onClick={start}>
            Run
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Checkbox
          label="The metric filters of the CIS benchmark"
          hint="Fifteen: root use, sign-ins without MFA, changes of policies, trails and networks, …"
          checked={withCis}
          onChange={(event) => setWithCis(event.target.checked)}
        />
        <section className={styles.group}>
          <h3>Sigma rules</h3>
          <p className={styles.hint}>
            A folder of your own, such as a checkout of SigmaHQ’s rules; those for CloudTrail are used, the
            others counted.
          </p>
          {rules.length === 0 ? null : (
            <ul className={styles.chosen}>
              {rules.map(({ token, name, place }) => (
                <li key={token}>
                  <code title={place}>{visibleText(name)}</code>
                  <Button
                    size="small"
                    variant="quiet"
                    onClick={() => setRules(rules.filter((one) => one.token !== token))}
                  >
                    Without
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <div className={styles.buttons}>
            <Button size="small" onClick={() => runInBackground(() => choose('rules-folder'))}>
              Choose a folder…
            </Button>
            <Button size="small" onClick={() => runInBackground(() => choose('rules'))}>
              Choose files…
            </Button>
          </div>
        </section>
        {rules.length === 0 ? null : (
          <section className={styles.group}>
            <h3>Values for placeholders</h3>
            <p className={styles.hint}>
              What rules with <code>expand</code> mean by %names%; without it those rules are listed as not
              usable.
            </p>
            <div className={styles.buttons}>
              <Button size="small" onClick={() => runInBackground(chooseValues)}>
                Choose a file…
              </Button>
              {values === null ? null : <code>{visibleText(values.name)}</code>}
            </div>
          </section>
        )}
        <section className={styles.group}>
          <h3>Least level</h3>
          <Segmented label="Least level" value={minLevel} options={minLevels} onChange={setMinLevel} />
        </section>
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}
