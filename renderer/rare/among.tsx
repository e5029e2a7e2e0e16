import { visibleText } from '../format/visible-text.ts';

/** Which events are looked at: the filter of the review desk holds here as well, and is not in sight. */
export function Among({ filter }: { readonly filter: string }) {
  if (filter === '') return <>among all events of the case.</>;
  return (
    <>
      among the events of the present filter, <code>{visibleText(filter)}</code>.
    </>
  );
}
