import type { Discovery, SyncEstimate, TrailKind } from '../../electron/contract/s3.ts';
import { formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { type Chosen, everything, kindWords, lastDays, spanOf, toggled } from './choice.ts';
import { PlaceGrid } from './place-grid.tsx';
import { SelectorsField } from './selectors-field.tsx';
import styles from './sync.module.css';

interface ChooseStepProps {
  /** Null before the first of it has come. */
  readonly discovery: Discovery | null;
  readonly chosen: Chosen;
  readonly estimate: SyncEstimate | null;
  readonly onChange: (chosen: Chosen) => void;
  readonly selectorsText: string;
  readonly onSelectorsText: (text: string) => void;
}

/** Digests are no choice of their own: they come with the logs. */
const choosable: readonly TrailKind[] = [
  'CloudTrail',
  'CloudTrail-Insight',
  'CloudTrail-NetworkActivity',
  'CloudTrail-Aggregated',
];

const ranges = [
  { label: '24 hours', days: 2 },
  { label: '7 days', days: 7 },
  { label: '30 days', days: 30 },
  { label: '90 days', days: 90 },
] as const;

/** What lies there, filling while it is looked at, and what of it to bring. */
export function ChooseStep({
  discovery,
  chosen,
  estimate,
  onChange,
  selectorsText,
  onSelectorsText,
}: ChooseStepProps) {
  if (discovery === null)
    return (
      <p className={styles.hint}>
        <Spinner label="Looking what lies there" /> Looking what lies there…
      </p>
    );
  const { places, problems, requests, isComplete } = discovery;
  if (isComplete && places.length === 0)
    return (
      <EmptyState title="No trail lies there">
        {problems.length === 0
          ? 'Below this prefix is no folder as CloudTrail makes them (AWSLogs/ACCOUNT/CloudTrail/REGION).'
          : problems.map((problem) => <p key={problem}>{visibleText(problem)}</p>)}
      </EmptyState>
    );
  const span = spanOf(places);
  const kinds = choosable.filter(
    (kind) => kind === 'CloudTrail' || places.some((place) => place.kind === kind),
  );
  return (
    <div className={styles.step}>
      <p className={styles.hint} role="status">
        {isComplete ? null : <Spinner label="Still looking" />} {formatCounted(places.length, 'folder')} of
        accounts and regions, with {formatCounted(requests, 'request')}
        {isComplete ? '' : ' so far'}
      </p>
      <PlaceGrid discovery={discovery} chosen={chosen} estimate={estimate} onChange={onChange} />
      {problems.length === 0 ? null : (
        <ul className={styles.problems} aria-label="What could not be looked at">
          {problems.map((problem) => (
            <li key={problem}>{visibleText(problem)}</li>
          ))}
        </ul>
      )}
      <div className={styles.row}>
        <TextField
          label="First day of delivery"
          isMono
          placeholder={span?.first}
          className={styles.days}
          value={chosen.sinceDay}
          onChange={(event) => onChange({ ...chosen, sinceDay: event.target.value.trim() })}
        />
        <TextField
          label="Last day"
          isMono
          placeholder={span?.last}
          className={styles.days}
          value={chosen.untilDay}
          onChange={(event) => onChange({ ...chosen, untilDay: event.target.value.trim() })}
        />
        {span === null
          ? null
          : ranges.map(({ label, days }) => (
              <Button
                key={label}
                size="small"
                onClick={() => onChange({ ...chosen, ...lastDays(span.last, days) })}
              >
                Last {label}
              </Button>
            ))}
        <Button
          size="small"
          variant="quiet"
          onClick={() =>
            onChange({ ...chosen, sinceDay: everything.sinceDay, untilDay: everything.untilDay })
          }
        >
          All days
        </Button>
      </div>
      <fieldset className={styles.group}>
        <legend>Kinds of files; digests come with the logs</legend>
        <div className={styles.kinds}>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              label={kindWords(kind)}
              checked={chosen.kinds.has(kind)}
              onChange={() => onChange({ ...chosen, kinds: toggled(chosen.kinds, kind) })}
            />
          ))}
        </div>
      </fieldset>
      <SelectorsField text={selectorsText} onText={onSelectorsText} />
    </div>
  );
}
