import { useEffect, useState } from 'react';
import type { Result } from '../../../electron/contract/api.ts';
import type { FieldName } from '../../../electron/contract/fields.ts';
import { isAborted } from '../../state/errors.ts';
import { currentHost } from '../../state/host.ts';

/** As many as a person scrolls through before they type more. */
const mostFound = 150;
/** Between keystrokes nothing is asked. */
const pauseMs = 80;

export interface FoundValues {
  /** The text that these values contain: of the keystroke before, until the answer is there. */
  readonly text: string;
  /** Of the whole case, most frequent first; its counts know no filter. */
  readonly values: Result<'events.values'>;
  /** There are more than these. */
  readonly isCut: boolean;
  readonly error: unknown;
}

/** Every value of a field in the case that contains a text; null while there is no text or no answer yet. */
export function useValueSearch(caseId: string, field: FieldName, text: string): FoundValues | null {
  const [found, setFound] = useState<FoundValues | null>(null);
  useEffect(() => {
    if (text === '') return setFound(null);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      currentHost()
        // One more than is shown tells whether there are more.
        .call('events.values', { case: caseId, field, text, limit: mostFound + 1 }, abort.signal)
        .then(
          (values) =>
            setFound({
              text,
              values: values.slice(0, mostFound),
              isCut: values.length > mostFound,
              error: null,
            }),
          (error: unknown) => {
            if (!isAborted(error)) setFound({ text, values: [], isCut: false, error });
          },
        );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [caseId, field, text]);
  return found;
}
