import type { CaseInfo } from '../../electron/contract/api.ts';
import type { CoverageMap, Verification, VerifyChoice } from '../../electron/contract/integrity.ts';
import type { TrailInfo } from '../../electron/contract/s3.ts';

/** What can be asked about, as far as it is known. */
export interface KnownParts {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly trails: readonly string[];
}

/** What the person has typed and unticked. */
export interface CheckForm {
  readonly isWhole: boolean;
  readonly sinceDay: string;
  readonly untilDay: string;
  readonly without: {
    readonly accounts: ReadonlySet<string>;
    readonly regions: ReadonlySet<string>;
    readonly trails: ReadonlySet<string>;
  };
}

const none: ReadonlySet<string> = new Set();
export const wholeCase: CheckForm = {
  isWhole: true,
  sinceDay: '',
  untilDay: '',
  without: { accounts: none, regions: none, trails: none },
};

const dayMs = 86_400_000;

/** Accounts, regions and trails that anything in the case names. */
export function knownParts(
  caseInfo: Pick<CaseInfo, 'accounts' | 'regions'>,
  map: Pick<CoverageMap, 'rows'> | null,
  verification: Pick<Verification, 'series'> | null,
  trails: readonly Pick<TrailInfo, 'name'>[],
): KnownParts {
  const rows = map?.rows ?? [];
  const series = verification?.series ?? [];
  return {
    accounts: sorted([
      ...caseInfo.accounts,
      ...rows.map(({ account }) => account),
      ...series.map(({ account }) => account),
    ]),
    regions: sorted([
      ...caseInfo.regions,
      ...rows.map(({ region }) => region),
      ...series.map(({ region }) => region),
    ]),
    trails: sorted([...trails.map(({ name }) => name), ...series.map(({ trail }) => trail)]),
  };
}

/** Why the form cannot be sent, in a sentence; null when it can. */
export function problemOf(form: CheckForm, known: KnownParts): string | null {
  if (form.isWhole) return null;
  const since = readDay(form.sinceDay);
  const until = readDay(form.untilDay);
  if (since === 'wrong' || until === 'wrong') return 'A day is written as 2026-03-31.';
  if (since !== null && until !== null && until < since) return 'The last day is before the first.';
  for (const part of ['accounts', 'regions', 'trails'] as const) {
    const all = known[part];
    if (all.length > 0 && all.every((name) => form.without[part].has(name)))
      return `All ${part} are left out.`;
  }
  return null;
}

/** The form as the engine takes it: what is all ticked is not narrowed. */
export function choiceOf(form: CheckForm, known: KnownParts): VerifyChoice {
  if (form.isWhole) return { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
  const since = readDay(form.sinceDay);
  const until = readDay(form.untilDay);
  const kept = (part: keyof KnownParts): string[] =>
    known[part].some((name) => form.without[part].has(name))
      ? known[part].filter((name) => !form.without[part].has(name))
      : [];
  return {
    fromMs: typeof since === 'number' ? since : null,
    untilMs: typeof until === 'number' ? until + dayMs : null,
    accounts: kept('accounts'),
    regions: kept('regions'),
    trails: kept('trails'),
  };
}

/** What a check was narrowed to; null when it was about the whole case. */
export function choiceWords({ fromMs, untilMs, accounts, regions, trails }: VerifyChoice): string | null {
  const parts = [
    ...(fromMs === null ? [] : [`from ${dayOf(fromMs)}`]),
    ...(untilMs === null ? [] : [`until ${dayOf(untilMs - 1)}`]),
    ...(accounts.length === 0 ? [] : [accounts.join(', ')]),
    ...(regions.length === 0 ? [] : [regions.join(', ')]),
    ...(trails.length === 0 ? [] : [`trail ${trails.join(', ')}`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The start of a day of UTC; null for no day, `wrong` for what is none. */
function readDay(text: string): number | null | 'wrong' {
  if (text.trim() === '') return null;
  const ms = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? Date.parse(`${text.trim()}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(ms) || dayOf(ms) !== text.trim() ? 'wrong' : ms;
}

function sorted(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null && name !== ''))]
    .filter((name) => name !== null)
    .sort();
}
