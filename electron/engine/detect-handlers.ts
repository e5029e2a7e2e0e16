import path from 'node:path';
import type { Params } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { alarmAnswer, checkPattern } from './alarms/alarm-answer.ts';
import { cisAlarmRules, cisRules } from './alarms/cis.ts';
import { markFinding } from './case/findings-marks.ts';
import { findingBars, findingOf, findingsPage } from './case/findings-page.ts';
import { keptRun } from './case/rule-runs.ts';
import { liftSuppression, suppress, suppressionList } from './case/suppressions.ts';
import type { CaseSession } from './case-session.ts';
import type { Cases } from './cases.ts';
import { chooseRules } from './detect/choose-rules.ts';
import type { Detection } from './detect/detection.ts';
import type { RuleSet } from './detect/rule.ts';
import { ruleRunOf } from './detect/rule-infos.ts';
import { rulesOf } from './detect/stored-rules.ts';
import type { Handlers } from './dispatcher.ts';
import type { Grants } from './grants.ts';
import type { Jobs } from './jobs.ts';
import { loadPlaceholderValues, loadSigmaRules } from './sigma/load-rules.ts';
import { requireWritable } from './work.ts';

export interface DetectHandlerParts {
  readonly cases: Cases;
  readonly grants: Grants;
  readonly jobs: Jobs;
  readonly detection: Detection;
  readonly clock: () => number;
}

type DetectMethod =
  | 'detect.start'
  | 'detect.rules'
  | `findings.${'page' | 'watch' | 'marks' | 'mark' | 'suppress' | 'lift' | 'suppressions'}`
  | `alarms.${'rules' | 'simulate'}`
  | 'cloudwatch.check';

/** The part of the contract that is about rules, what they find, and alarms. */
export function detectHandlers(parts: DetectHandlerParts): Pick<Handlers, DetectMethod> {
  const { cases, detection, clock } = parts;
  const told = <T>(session: CaseSession, result: T): T => {
    detection.tell(session);
    return result;
  };
  return {
    'detect.start': async (params) => ({ job: startDetect(parts, params) }),
    'detect.rules': async ({ case: id }) => ({ run: ruleRunOf(cases.get(id).file.db) }),
    'findings.page': async ({ case: id, ...request }) => {
      const { rows, ...page } = findingsPage(cases.get(id).file.db, request);
      return { ...page, rows: [...rows] };
    },
    'findings.watch': ({ case: id }, signal) => detection.watch(cases.get(id), signal),
    'findings.marks': async ({ case: id, ...request }) => ({
      bars: findingBars(cases.get(id).file.db, request),
    }),
    'findings.mark': async ({ case: id, ...mark }) => {
      const session = cases.get(id);
      markFinding(session.file.db, mark, clock());
      return told(session, findingOf(session.file.db, mark.rule, mark.actor));
    },
    'findings.suppress': async ({ case: id, ...request }) => {
      const session = cases.get(id);
      requireWritable(session);
      return told(session, suppress(session.file.db, request, clock()));
    },
    'findings.lift': async ({ case: id, suppression }) => {
      const session = cases.get(id);
      requireWritable(session);
      return told(session, liftSuppression(session.file.db, suppression, clock()));
    },
    'findings.suppressions': async ({ case: id }) => ({
      suppressions: [...suppressionList(cases.get(id).file.db)],
    }),
    'alarms.rules': async () => cisAlarmRules(),
    'alarms.simulate': async ({ case: id, ...request }, signal) => {
      const session = cases.get(id);
      const { firstTimeMs, lastTimeMs } = session.info();
      const rules = rulesOf(keptRun(session.file.db)?.rules ?? []);
      return alarmAnswer(request, { search: session.search, rules, firstTimeMs, lastTimeMs }, signal);
    },
    'cloudwatch.check': async ({ case: id, pattern }, signal) =>
      checkPattern(pattern, id === null ? null : cases.get(id).search, signal),
  };
}

function startDetect(
  { cases, grants, jobs, detection }: DetectHandlerParts,
  { case: id, sigma, values, cis, minLevel }: Params<'detect.start'>,
): string {
  const session = cases.get(id);
  if (sigma.length === 0 && !cis)
    throw new AppError('bad-request', 'No rules were chosen.', {
      advice: 'Choose a folder of Sigma rules, or the metric filters of the CIS benchmark.',
    });
  const paths = sigma.map((token) => grants.pathOf(token, 'file', 'folder'));
  const valuesFile = values === null ? null : grants.pathOf(values, 'file');
  return jobs.start({
    kind: 'detect',
    case: id,
    title: `Running rules over ${path.basename(session.file.path)}`,
    unit: 'events',
    run: async (report, signal) => {
      const rules = await loadRules(paths, valuesFile, cis, signal);
      await detection.run(session, chooseRules(rules, minLevel), {
        signal,
        onProgress: ({ done, total }) => report({ done, total, events: done }),
      });
      return { isCancelled: false };
    },
  });
}

async function loadRules(
  paths: readonly string[],
  valuesFile: string | null,
  cis: boolean,
  signal: AbortSignal,
): Promise<RuleSet> {
  const values = valuesFile === null ? undefined : await loadPlaceholderValues(valuesFile);
  const loaded = await loadSigmaRules(paths, { signal, ...(values === undefined ? {} : { values }) });
  return cis ? { ...loaded, rules: [...loaded.rules, ...cisRules()] } : loaded;
}
