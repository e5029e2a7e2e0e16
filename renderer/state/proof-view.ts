import { type Verdict, verdicts } from '../../electron/contract/integrity.ts';

/** A cell of the coverage map. */
export interface CellPlace {
  readonly account: string;
  readonly region: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What the page of proof looks at. */
export interface ProofView {
  /** The stretch of time that the map shows; null for all there is. */
  readonly span: { readonly fromMs: number; readonly untilMs: number } | null;
  /** The cell that is opened beside it. */
  readonly cell: CellPlace | null;
  /** The one kind of exception that is listed; null for all. */
  readonly verdict: Verdict | null;
}

export const defaultProofView: ProofView = { span: null, cell: null, verdict: null };

export function printProofView({ span, cell, verdict }: ProofView, query: URLSearchParams): void {
  if (span !== null) query.set('span', printSpan(span.fromMs, span.untilMs));
  if (cell !== null) {
    query.set('account', cell.account);
    query.set('region', cell.region);
    query.set('hour', printSpan(cell.fromMs, cell.untilMs));
  }
  if (verdict !== null) query.set('verdict', verdict);
}

export function parseProofView(query: URLSearchParams): ProofView {
  const hour = parseSpan(query.get('hour'));
  const account = query.get('account');
  const region = query.get('region');
  return {
    span: parseSpan(query.get('span')),
    cell:
      hour === null || account === null || region === null || account.length > 20 || region.length > 40
        ? null
        : { account, region, ...hour },
    verdict: verdicts.find((name) => name === query.get('verdict')) ?? null,
  };
}

function printSpan(fromMs: number, untilMs: number): string {
  return `${fromMs}-${untilMs}`;
}

function parseSpan(text: string | null): { readonly fromMs: number; readonly untilMs: number } | null {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '');
  if (found === null) return null;
  const [fromMs, untilMs] = [Number(found[1]), Number(found[2])];
  return untilMs > fromMs ? { fromMs, untilMs } : null;
}
