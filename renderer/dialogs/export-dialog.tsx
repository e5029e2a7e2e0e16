import { useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import type { FieldName } from '../../electron/contract/fields.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import styles from './export-dialog.module.css';
import { useMatched } from './use-matched.ts';
import { isZone, ZoneField } from './zone-field.tsx';

/** Exports what the review desk shows as CSV: same filter, same order, columns and zone to be chosen. */
export function ExportDialog({
  caseInfo,
  onClose,
}: {
  readonly caseInfo: CaseInfo;
  readonly onClose: () => void;
}) {
  const view = useView();
  const [columns, setColumns] = useState<readonly FieldName[]>(view.columns);
  const [zone, setZone] = useState(
    view.zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [formulaGuard, setFormulaGuard] = useState(true);
  const [withDuplicates, setWithDuplicates] = useState(view.withDuplicates);
  const [error, setError] = useState<unknown>(null);
  const [isAsking, setIsAsking] = useState(false);
  const matched = useMatched(caseInfo, view.filterText, withDuplicates);

  const start = async (): Promise<void> => {
    setError(null);
    setIsAsking(true);
    try {
      const picked = await pick('export', `${caseInfo.name.replace(/\.spoor$/i, '')}.csv`);
      const [target] = picked?.grants ?? [];
      if (picked === null || target === undefined) return;
      await currentHost().call('export.start', {
        case: caseInfo.case,
        filter: view.filterText,
        withDuplicates,
        sort: view.sort,
        columns: [...columns],
        zone,
        formulaGuard,
        target: target.token,
        overwrite: picked.mayOverwrite,
      });
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsAsking(false);
    }
  };

  const count = matched.count;
  const canStart = !isAsking && columns.length > 0 && isZone(zone) && matched.error === null && count !== 0;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="large"
      title="Export events as CSV"
      footer={
        <>
          <p className={styles.count} role="status">
            {matched.error !== null ? null : count === null ? (
              <>
                <Spinner label="Counting" /> Counting…
              </>
            ) : (
              <>
                <b>{formatCounted(count, 'event')}</b> will be written
                {view.filterText === '' ? '' : ` of ${formatCount(matched.total)}`}
              </>
            )}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!canStart} onClick={start}>
            Choose where…
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <ColumnChooser columns={columns} onChange={setColumns} />
        <div className={styles.options}>
          <section>
            <h3>Which events</h3>
            {view.filterText === '' ? (
              <p className={styles.note}>All of them: no filter is set.</p>
            ) : (
              <code className={styles.filter}>{visibleText(view.filterText)}</code>
            )}
            {caseInfo.duplicates === 0 ? null : (
              <Checkbox
                label={`With ${formatCounted(caseInfo.duplicates, 'second delivery', 'second deliveries')}`}
                hint="AWS may deliver an event twice; without this each is written once."
                checked={withDuplicates}
                onChange={(event) => setWithDuplicates(event.target.checked)}
              />
            )}
          </section>
          <section>
            <h3>How</h3>
            <ZoneField value={zone} onChange={setZone} />
            <Checkbox
              label="Guard against formulas"
              hint="Log content can be written by an attacker: a cell that a spreadsheet might run, one that begins with = + - @ (also behind blanks or quotes), gets an apostrophe in front. Take that one away and the text is as in the record."
              checked={formulaGuard}
              onChange={(event) => setFormulaGuard(event.target.checked)}
            />
          </section>
          {matched.error === null ? null : <ErrorNote error={matched.error} />}
          {error === null ? null : <ErrorNote error={error} />}
        </div>
      </div>
    </Dialog>
  );
}
