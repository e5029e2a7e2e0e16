import { z } from 'zod';
import { describeTrailsShape, type Trail, trailStatusShape } from '../answer-shapes.ts';
import type { TrailAnswer } from '../trail-answer.ts';
import { unnamedAnswers } from '../unnamed-answers.ts';
import type { KnownFact, SaidFacts } from './known-fact.ts';
import { readEventSelectors } from './read-selectors.ts';
import { type TrailName, trailKey, trailOfArn } from './trail-name.ts';

/** Beside what `answer-shapes.ts` reads of it; seconds of the epoch or an ISO time. */
const stoppedShape = z.looseObject({
  StopLoggingTime: z
    .union([
      z
        .number()
        .min(0)
        .max(8.64e12)
        .transform((seconds) => Math.round(seconds * 1000)),
      z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso)),
    ])
    .nullish()
    .catch(null),
});
const globalShape = z.looseObject({ IncludeGlobalServiceEvents: z.boolean().nullish().catch(null) });

/**
 * What trails said of themselves, each with its date. A file's date is that of the file: what it says was so then or
 * before. A status that names no trail belongs to the one whose name its file's name has.
 *
 * @param answers of the case, oldest first
 */
export function factsOfSnapshots(answers: readonly TrailAnswer[]): readonly KnownFact[] {
  const named = answers.flatMap((answer) => {
    const trail = trailOfArn(answer.trailArn ?? '');
    if (answer.operation === 'DescribeTrails') return described(answer);
    if (trail === null) return [];
    if (answer.operation === 'GetTrailStatus') return status(answer, trail);
    return answer.operation === 'GetEventSelectors' ? selected(answer, trail) : [];
  });
  const trails = [...new Map(named.map(({ trail }) => [trailKey(trail), trail])).values()];
  const unnamed = unnamedAnswers(answers, trails);
  const byFileName = trails.flatMap((trail) => unnamed.of(trail.name).flatMap((each) => status(each, trail)));
  return [...named, ...byFileName];
}

function described(answer: TrailAnswer): readonly KnownFact[] {
  const read = describeTrailsShape.safeParse(answer.answer);
  if (!read.success) return [];
  return read.data.trailList.flatMap((said) => {
    const trail = trailOfArn(said.TrailARN ?? '');
    return trail === null ? [] : [stateOf(answer, trail, settingsOf(said), `describes ${trail.name}`)];
  });
}

function settingsOf(said: Trail): SaidFacts {
  const hasGlobalEvents = globalShape.parse(said).IncludeGlobalServiceEvents ?? undefined;
  return {
    exists: true,
    ...(typeof said.LogFileValidationEnabled === 'boolean'
      ? { validates: said.LogFileValidationEnabled }
      : {}),
    ...(typeof said.IsMultiRegionTrail === 'boolean' ? { isMultiRegion: said.IsMultiRegionTrail } : {}),
    ...(typeof said.IsOrganizationTrail === 'boolean' ? { isOrganization: said.IsOrganizationTrail } : {}),
    ...(hasGlobalEvents === undefined ? {} : { hasGlobalEvents }),
  };
}

/** GetTrailStatus has the last start and the last stop beside the state: from the later one on it is known. */
function status(answer: TrailAnswer, trail: TrailName): readonly KnownFact[] {
  const read = trailStatusShape.safeParse(answer.answer);
  if (!read.success) return [];
  const { IsLogging: isLogging, StartLoggingTime } = read.data;
  const startedMs = StartLoggingTime ?? null;
  const stoppedMs = stoppedShape.parse(answer.answer).StopLoggingTime ?? null;
  const now = stateOf(
    answer,
    trail,
    { exists: true, isLogging },
    `says that ${trail.name} was ${isLogging ? 'logging' : 'not logging'}`,
  );
  const turn = (atMs: number, isOn: boolean): KnownFact => ({
    ...now,
    ...{ atMs, kind: 'change', rank: 2, facts: { isLogging: isOn } },
    evidence: {
      sentence: `GetTrailStatus ${origin(answer)} says that ${trail.name} was last ${isOn ? 'started' : 'stopped'} at this time.`,
      event: null,
      atMs,
    },
  });
  const latestMs = isLogging ? startedMs : stoppedMs;
  const otherMs = isLogging ? stoppedMs : startedMs;
  // Times that do not go with the state are not believed.
  if (latestMs === null || latestMs > answer.takenAtMs || (otherMs ?? 0) > latestMs) return [now];
  return [
    ...(otherMs === null || otherMs === latestMs ? [] : [turn(otherMs, !isLogging)]),
    turn(latestMs, isLogging),
    now,
  ];
}

function selected(answer: TrailAnswer, trail: TrailName): readonly KnownFact[] {
  const selectors = readEventSelectors(answer.answer);
  return [stateOf(answer, trail, { exists: true, selectors }, `tells what ${trail.name} selected`)];
}

function stateOf(answer: TrailAnswer, trail: TrailName, facts: SaidFacts, words: string): KnownFact {
  const sentence = `${answer.operation} ${origin(answer)} ${words}.`;
  return {
    trail,
    atMs: answer.takenAtMs,
    kind: 'state',
    rank: 0,
    isCreation: false,
    facts,
    evidence: { sentence, event: null, atMs: answer.takenAtMs },
  };
}

function origin(answer: TrailAnswer): string {
  return answer.origin === 'aws' ? 'at a sync' : 'in an imported file';
}
