import { useState } from 'react';
import { selectorWords } from '../../electron/contract/selectors/words.ts';
import { visibleText } from '../format/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { dataTypes, dataWords, type MadeSelectors, printMade, usualSelectors } from './made-selectors.ts';
import { readSelectors } from './read-selectors.ts';
import styles from './sync.module.css';

const readWrites = [
  { value: 'All', label: 'Reads and writes' },
  { value: 'WriteOnly', label: 'Writes' },
  { value: 'ReadOnly', label: 'Reads' },
] as const;

/** Which events to index: all, or those of event selectors, ticked here or pasted as AWS prints them. */
export function SelectorsField({
  text,
  onText,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  const [made, setMade] = useState<MadeSelectors | null>(null);
  const read = readSelectors(text);
  const make = (part: Partial<MadeSelectors>): void => {
    const next = { ...(made ?? usualSelectors), ...part };
    setMade(next);
    onText(printMade(next));
  };
  return (
    <details className={styles.more}>
      <summary>{text.trim() === '' ? 'Index all events' : 'Index the events of these selectors'}</summary>
      <div className={styles.step}>
        <p className={styles.hint}>
          Files are kept whole in any case. Only the events that the selectors match are indexed; the rest can
          be indexed later.
        </p>
        <div className={styles.row}>
          <Button size="small" onClick={() => make({})}>
            Make selectors
          </Button>
          <Button
            size="small"
            variant="quiet"
            onClick={() => {
              setMade(null);
              onText('');
            }}
          >
            All events
          </Button>
        </div>
        {made === null ? null : (
          <div className={styles.group}>
            <Segmented
              label="Reads or writes"
              value={made.readWrite}
              options={readWrites}
              onChange={(readWrite) => make({ readWrite })}
            />
            <div className={styles.kinds}>
              <Checkbox
                label="Management events"
                checked={made.management}
                onChange={() => make({ management: !made.management })}
              />
              <Checkbox
                label="without AWS KMS and the RDS data API"
                disabled={!made.management}
                checked={made.withoutNoise}
                onChange={() => make({ withoutNoise: !made.withoutNoise })}
              />
              {dataTypes().map((type) => (
                <Checkbox
                  key={type}
                  label={dataWords[type]}
                  checked={made.data.includes(type)}
                  onChange={() =>
                    make({
                      data: made.data.includes(type)
                        ? made.data.filter((one) => one !== type)
                        : [...made.data, type],
                    })
                  }
                />
              ))}
            </div>
          </div>
        )}
        <label className={styles.group}>
          <span className={styles.label}>Event selectors, as get-event-selectors prints them</span>
          <textarea
            className={styles.selectors}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setMade(null);
              onText(event.target.value);
            }}
          />
        </label>
        {read.error === null ? null : <p className={styles.problems}>{visibleText(read.error)}</p>}
        {read.selectors === null ? null : (
          <ul className={styles.words}>
            {selectorWords(read.selectors).map((sentence) => (
              <li key={sentence}>{visibleText(sentence)}</li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
