import { AppError } from '../../contract/errors.ts';
import { selectorsOf } from '../../contract/selectors/parse.ts';
import type { Selectors } from '../../contract/selectors/selectors.ts';
import {
  describeTrailsShape,
  eventSelectorsShape,
  type Trail,
  trailStatusShape,
} from '../trails/answer-shapes.ts';
import type { TrailAnswer } from '../trails/trail-answer.ts';
import type { KnownFact, TrailFacts } from './known-fact.ts';
import { trailOfArn } from './trail-name.ts';

/** What trails said of themselves, dated. Answers that do not say whose they are, are of no use here. */
export function factsOfAnswers(answers: readonly TrailAnswer[]): readonly KnownFact[] {
  return answers.flatMap((answer) => {
    switch (answer.operation) {
      case 'DescribeTrails':
        return described(answer);
      case 'GetTrailStatus':
        return status(answer);
      case 'GetEventSelectors':
        return selected(answer);
      default:
        return [];
    }
  });
}

function described({ answer, takenAtMs, origin }: TrailAnswer): readonly KnownFact[] {
  const read = describeTrailsShape.safeParse(answer);
  if (!read.success) return [];
  return read.data.trailList.flatMap((said) => {
    const trail = trailOfArn(said.TrailARN ?? '');
    if (trail === null) return [];
    const sentence = `DescribeTrails ${askedWords(origin)} names the trail ${trail.name}.`;
    return [
      {
        ...{ trail, atMs: takenAtMs, kind: 'state' as const, facts: describedFacts(said) },
        evidence: { sentence, event: null, atMs: takenAtMs },
      },
    ];
  });
}

function describedFacts(said: Trail): Partial<TrailFacts> {
  return {
    exists: true,
    ...(said.LogFileValidationEnabled === undefined || said.LogFileValidationEnabled === null
      ? {}
      : { validates: said.LogFileValidationEnabled }),
    ...(said.IsMultiRegionTrail === undefined || said.IsMultiRegionTrail === null
      ? {}
      : { isMultiRegion: said.IsMultiRegionTrail }),
    ...(said.IsOrganizationTrail === undefined || said.IsOrganizationTrail === null
      ? {}
      : { isOrganization: said.IsOrganizationTrail }),
  };
}

function status({ answer, takenAtMs, origin, trailArn }: TrailAnswer): readonly KnownFact[] {
  const trail = trailOfArn(trailArn ?? '');
  const read = trailStatusShape.safeParse(answer);
  if (trail === null || !read.success) return [];
  const { IsLogging: isLogging, StartLoggingTime: startedMs } = read.data;
  const asked = `GetTrailStatus ${askedWords(origin)}`;
  const now: KnownFact = {
    ...{ trail, atMs: takenAtMs, kind: 'state', facts: { isLogging } },
    evidence: {
      sentence: `${asked} says that ${trail.name} ${isLogging ? 'was logging' : 'was not logging'}.`,
      event: null,
      atMs: takenAtMs,
    },
  };
  if (!isLogging || startedMs === undefined || startedMs === null || startedMs > takenAtMs) return [now];
  const since: KnownFact = {
    ...{ trail, atMs: startedMs, kind: 'change', facts: { isLogging: true } },
    evidence: {
      sentence: `${asked} says that ${trail.name} has been logging since then.`,
      event: null,
      atMs: startedMs,
    },
  };
  return [since, now];
}

function selected({ answer, takenAtMs, origin, trailArn }: TrailAnswer): readonly KnownFact[] {
  const read = eventSelectorsShape.safeParse(answer);
  const trail = trailOfArn(trailArn ?? (read.success ? (read.data.TrailARN ?? '') : ''));
  const selectors = selectorsIn(answer);
  if (trail === null || selectors === null) return [];
  return [
    {
      ...{ trail, atMs: takenAtMs, kind: 'state', facts: { selectors } },
      evidence: {
        sentence: `GetEventSelectors ${askedWords(origin)} tells what ${trail.name} selected.`,
        event: null,
        atMs: takenAtMs,
      },
    },
  ];
}

/** Null for what cannot be read: then it is not known what was selected. */
export function selectorsIn(value: unknown): Selectors | null {
  try {
    // Whose they are is known: it must not make equal ones differ.
    return { ...selectorsOf(value), trailArn: null };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function askedWords(origin: TrailAnswer['origin']): string {
  return origin === 'aws' ? 'at a sync' : 'in an imported file';
}
