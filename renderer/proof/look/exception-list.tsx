import { useState } from 'react';
import type { VerifiedObject } from '../../../electron/contract/integrity.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useView } from '../../state/view.ts';
import { rangeWords } from '../gap-words.ts';
import { KeyName } from '../key-name.tsx';
import { ExceptionRow } from './exception-row.tsx';
import { groupRows, type RowGroup } from './group-rows.ts';
import styles from './look.module.css';

interface ExceptionListProps {
  readonly rows: readonly VerifiedObject[];
  readonly onOpen: (object: VerifiedObject) => void;
}

/** The exceptions as rows; each is a button that opens what is known of it, or the files that are told together. */
export function ExceptionList({ rows, onOpen }: ExceptionListProps) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string): void => {
    const next = new Set(unfolded);
    if (!next.delete(name)) next.add(name);
    setUnfolded(next);
  };
  return (
    <ul className={styles.rows} aria-label="Files that need a look">
      {groupRows(rows).map((group) => {
        const name = nameOf(group.first);
        const isUnfolded = unfolded.has(name);
        if (group.objects.length === 1)
          return <SingleRow key={name} object={group.first} onOpen={() => onOpen(group.first)} />;
        return (
          <li key={name}>
            <ExceptionRow
              verdict={group.first.verdict}
              sentence={group.first.sentence}
              events={group.events}
              isUnfolded={isUnfolded}
              onClick={() => toggle(name)}
            >
              <GroupName group={group} />
            </ExceptionRow>
            {isUnfolded ? (
              <ul className={styles.inner}>
                {group.objects.map((object) => (
                  <SingleRow key={nameOf(object)} object={object} onOpen={() => onOpen(object)} />
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function SingleRow({ object, onOpen }: { readonly object: VerifiedObject; readonly onOpen: () => void }) {
  return (
    <li>
      <ExceptionRow
        verdict={object.verdict}
        sentence={object.sentence}
        events={object.events}
        onClick={onOpen}
      >
        <KeyName value={object.key} />
      </ExceptionRow>
    </li>
  );
}

/** 18 log files of us-east-1, Mon 5 Jan 00:14 to 01:31. */
function GroupName({ group: { first, objects, fromMs, untilMs } }: { readonly group: RowGroup }) {
  const zone = useView((state) => state.zone);
  const count =
    first.kind === 'digest'
      ? formatCounted(objects.length, 'digest')
      : `${formatCount(objects.length)}\u00a0log\u00a0files`;
  const place = [first.region, first.account].filter((part) => part !== null);
  return (
    <span className={styles.together}>
      {count}
      {place.length === 0 ? '' : ` of ${visibleText(place.join(', '))}`}
      {fromMs === null || untilMs === null ? '' : `, ${rangeWords(fromMs, untilMs, zone)}`}
    </span>
  );
}

function nameOf({ kind, object, bucket, key, verdict }: VerifiedObject): string {
  return `${kind} ${object ?? ''} ${bucket ?? ''} ${key} ${verdict}`;
}
