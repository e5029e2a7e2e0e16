import type { FileCounts, SourceInfo } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type {
  CoverageMap,
  CustodyCheck,
  Verification,
  VerifiedObject,
  VerifyChoice,
} from '../../contract/integrity.ts';
import { custodyPage } from '../case/custody-page.ts';
import type { Database } from '../case/driver.ts';
import { numberAt } from '../case/row.ts';
import { summarize } from '../case/summary.ts';
import { latestVerification, verdictColumns, verdictSource, verifiedObjectIn } from '../case/verdicts.ts';
import { coverageMap } from '../coverage/map.ts';
import { type ChainProofs, chainProofs } from './chain-proofs.ts';

/** So that the cells of its coverage stay wide enough to be seen on A4. */
const maxCells = 96;

/** Everything that a report says apart from the single files; of one state of the case. */
export interface ReportFacts {
  readonly caseName: string;
  /** Of the Spoor that writes the report; the check may have been made by another. */
  readonly version: string;
  readonly writtenAtMs: number;
  readonly verification: Verification;
  /** What the proofs of each of its series rest on, in the same order. */
  readonly chains: readonly ChainProofs[];
  readonly coverage: CoverageMap;
  readonly custody: CustodyCheck;
  readonly sources: readonly SourceInfo[];
  readonly files: FileCounts;
  readonly events: number;
  /** Files that the check was asked about and that are not simply proven. */
  readonly exceptions: number;
}

/** What is to be told, and by whom. */
export interface ReportSubject {
  readonly caseName: string;
  readonly version: string;
  readonly clock: () => number;
}

/** @throws AppError `not-found` when the case was never checked; `damaged-case` */
export function reportFacts(db: Database, { caseName, version, clock }: ReportSubject): ReportFacts {
  return db.snapshot(() => {
    const verification = latestVerification(db);
    if (verification === null)
      throw new AppError('not-found', `There is nothing to report: ${caseName} was never checked.`, {
        advice: 'Check it first (spoor verify), then write the report.',
      });
    const { sources, files, events } = summarize(db, db.path);
    const counted = db.get(`SELECT count(*) AS n ${exceptionsFrom}`) ?? {};
    return {
      ...{ caseName, version, verification, sources, files, events },
      writtenAtMs: clock(),
      chains: chainProofs(db, verification.series.length),
      coverage: coverageOf(db, verification.choice),
      custody: custodyPage(db, { offset: 0, limit: 0 }).check,
      exceptions: numberAt(counted, 'n'),
    };
  });
}

/** Of what the check was asked about. */
function coverageOf(db: Database, { fromMs, untilMs, accounts, regions }: VerifyChoice): CoverageMap {
  const map = coverageMap(db, { fromMs, untilMs, maxCells });
  const isAsked = (list: readonly string[], name: string): boolean =>
    list.length === 0 || list.includes(name);
  const rows = map.rows.filter(
    ({ account, region }) => isAsked(accounts, account) && isAsked(regions, region),
  );
  return { ...map, rows };
}

const exceptionsFrom = `FROM verdicts AS v WHERE v.is_asked = 1 AND v.verdict <> 'proven'`;
const exceptionsSql = `SELECT v.id AS place, ${verdictColumns} FROM ${verdictSource}
  WHERE v.is_asked = 1 AND v.verdict <> 'proven' AND v.id > ? ORDER BY v.id LIMIT ?`;
const pageRows = 1000;

/**
 * The exceptions, the worst first, page by page.
 *
 * @throws AppError `case-in-use` when the case is checked again meanwhile: two checks must not be told as one
 */
export function* exceptionPages(
  db: Database,
  { verification }: Pick<ReportFacts, 'verification'>,
): Generator<readonly VerifiedObject[], void, undefined> {
  for (let after = 0; ; ) {
    const rows = db.snapshot(() => {
      if (latestVerification(db)?.id !== verification.id)
        throw new AppError('case-in-use', 'The case was checked again while its report was being written.', {
          advice: 'Write the report again: it then tells the newer check.',
        });
      return db.all(exceptionsSql, after, pageRows);
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(verifiedObjectIn);
    after = numberAt(last, 'place');
  }
}
