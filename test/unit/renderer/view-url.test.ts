import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileStatuses, ledgerSorts } from '../../../electron/contract/api.ts';
import { fieldNames } from '../../../electron/contract/fields.ts';
import { verdicts } from '../../../electron/contract/integrity.ts';
import {
  defaultView,
  findingsTabs,
  pageNames,
  parseViewUrl,
  printViewUrl,
  type View,
} from '../../../renderer/state/view-url.ts';

const field = fc.constantFrom(...fieldNames);
// An address cannot carry half of a surrogate pair; `unit: 'grapheme'` makes whole characters only.
const text = fc.string({ unit: 'grapheme', maxLength: 60 });

const span = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([fromMs, lengthMs]) => ({ fromMs, untilMs: fromMs + lengthMs }));

const view: fc.Arbitrary<View> = fc.record({
  page: fc.constantFrom(...pageNames),
  filterText: text,
  withDuplicates: fc.boolean(),
  sort: fc.record({ field, descending: fc.boolean() }),
  columns: fc.option(fc.uniqueArray(field, { minLength: 1, maxLength: 10 })),
  zone: fc.constantFrom('utc', 'local'),
  selectedEvent: fc.option(fc.nat()),
  ledgerStatus: fc.option(fc.constantFrom(...fileStatuses)),
  ledgerText: text,
  ledgerSort: fc.option(fc.record({ by: fc.constantFrom(...ledgerSorts), descending: fc.boolean() })),
  proof: fc.record({
    span: fc.option(span),
    cell: fc.option(
      fc
        .tuple(fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), fc.constantFrom('eu-west-1', ''), span)
        .map(([account, region, hours]) => ({ account, region, ...hours })),
    ),
    verdict: fc.option(fc.constantFrom(...verdicts)),
  }),
  findingsTab: fc.constantFrom(...findingsTabs),
});

describe('the address of a view', () => {
  it('gives back the view it was made from, whatever the filter holds', () => {
    fc.assert(
      fc.property(view, (given) => {
        expect(parseViewUrl(printViewUrl(given))).toEqual(given);
      }),
    );
  });

  it('survives the browser, which encodes what it finds unsafe', () => {
    fc.assert(
      fc.property(view, (given) => {
        const url = new URL(printViewUrl(given), 'http://127.0.0.1/');
        expect(parseViewUrl(url.hash)).toEqual(given);
      }),
    );
  });

  it('is short for a view as by default', () => {
    expect(printViewUrl(defaultView)).toBe('#/review');
  });

  it('never fails on text that nobody printed, and ignores what it does not know', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(pageNames).toContain(parseViewUrl(hash).page);
      }),
    );
    expect(
      parseViewUrl(
        '#/elsewhere?sort=-nothing&columns=a,b&event=-1&status=gone&zone=mars&order=-gone&verdict=fine&span=9-3&hour=1-2',
      ),
    ).toEqual(defaultView);
  });

  it('names each column once, and only columns that there are', () => {
    expect(parseViewUrl('#/review?columns=name,bogus,ip,name').columns).toEqual(['name', 'ip']);
  });
});
