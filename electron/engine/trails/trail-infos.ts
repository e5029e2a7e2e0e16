import type { TrailInfo } from '../../contract/s3.ts';
import { cleanText } from '../../contract/selectors/refuse.ts';
import {
  describeTrailsShape,
  insightSelectorsShape,
  type Trail,
  tagsShape,
  trailStatusShape,
} from './answer-shapes.ts';
import { readTrailArn, type TrailAnswer, type TrailOperation } from './trail-answer.ts';
import { insightWords, readSelectors } from './trail-words.ts';
import { unnamedAnswers } from './unnamed-answers.ts';

/** A trail that answers speak of. */
interface Known {
  readonly arn: string | null;
  readonly name: string;
  /** The newest that describes it. */
  readonly described: { readonly by: TrailAnswer; readonly trail: Trail } | null;
}

const maxTrails = 1000;
const longestValue = 2048;

/**
 * What each trail says of itself, part by part from the newest answer that has it.
 *
 * Problems of regions in which no trail is known stand under an entry of their own, called CloudTrail.
 *
 * @param answers of the case, newest first. Those of GetTrailStatus that came in a file name no trail: they belong
 * to the trail whose name the file's name has, and stand for themselves where that is not one trail.
 */
export function trailInfos(answers: readonly TrailAnswer[]): TrailInfo[] {
  const trails = knownTrails(answers);
  const unnamed = unnamedAnswers(answers, trails);
  const about = answersByThing(answers);
  const infos = trails.map((trail) =>
    infoOf(trail, newestFirst([...about(trail.arn), ...about(regionOf(trail)), ...unnamed.of(trail.name)])),
  );
  const lost = unnamed.others.map((answer) => infoOf(strangerOf(answer.fileName ?? 'A trail'), [answer]));
  const regions = new Set(trails.map(regionOf));
  const elsewhere = answers.filter(
    ({ trailArn, region }) => trailArn === null && region !== null && !regions.has(region),
  );
  const others = problemsOf(elsewhere).length === 0 ? [] : [infoOf(strangerOf('CloudTrail'), elsewhere)];
  return [...infos, ...lost, ...others].slice(0, maxTrails);
}

function newestFirst(answers: readonly TrailAnswer[]): readonly TrailAnswer[] {
  return answers.toSorted((a, b) => b.takenAtMs - a.takenAtMs);
}

/** Answers by the trail that they name, or else by their region: lists of trails and of keys are about all of it. */
function answersByThing(answers: readonly TrailAnswer[]): (thing: string | null) => readonly TrailAnswer[] {
  const found = new Map<string, TrailAnswer[]>();
  for (const answer of answers) {
    for (const thing of new Set([...arnsOf(answer), ...(answer.trailArn === null ? [answer.region] : [])])) {
      if (thing === null) continue;
      const list = found.get(thing) ?? [];
      list.push(answer);
      found.set(thing, list);
    }
  }
  return (thing) => (thing === null ? [] : (found.get(thing) ?? []));
}

/** The trails that an answer is about, beside those that it describes. */
function arnsOf({ trailArn, operation, answer }: TrailAnswer): readonly string[] {
  if (trailArn !== null) return [trailArn];
  if (operation !== 'ListTags') return [];
  const read = tagsShape.safeParse(answer);
  return read.success ? read.data.ResourceTagList.map(({ ResourceId }) => ResourceId) : [];
}

function regionOf({ arn }: Known): string | null {
  return arn === null ? null : (readTrailArn(arn)?.region ?? null);
}

function knownTrails(answers: readonly TrailAnswer[]): readonly Known[] {
  const found = new Map<string, Known>();
  for (const by of answers) {
    if (by.operation !== 'DescribeTrails') continue;
    const read = describeTrailsShape.safeParse(by.answer);
    for (const trail of read.success ? read.data.trailList : []) {
      const arn = trail.TrailARN ?? null;
      const key = arn ?? trail.Name;
      if (!found.has(key)) found.set(key, { arn, name: trail.Name, described: { by, trail } });
    }
  }
  for (const arn of answers.flatMap(arnsOf)) {
    const read = readTrailArn(arn);
    if (read !== null && !found.has(arn)) found.set(arn, { arn, name: read.name, described: null });
  }
  const trails = [...found.values()].slice(0, maxTrails);
  return trails.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function strangerOf(name: string): Known {
  return { arn: null, name, described: null };
}

function infoOf(known: Known, own: readonly TrailAnswer[]): TrailInfo {
  const newest = (operation: TrailOperation) =>
    own.find((answer) => answer.operation === operation && answer.answer !== null) ?? null;
  const status = newest('GetTrailStatus');
  const selectors = newest('GetEventSelectors');
  const insights = newest('GetInsightSelectors');
  const tags = newest('ListTags');
  const parts = [known.described?.by ?? null, status, selectors, insights, tags].filter(
    (part) => part !== null,
  );
  const latest = newestFirst(parts)[0] ?? own[0];
  const read = selectors === null ? null : readSelectors(selectors.answer);
  return {
    ...describedAs(known),
    takenAtMs: latest?.takenAtMs ?? 0,
    from: latest?.origin ?? 'aws',
    ...statusOf(status),
    selectorWords: read?.words ?? null,
    selectorsJson: read?.json ?? null,
    insightWords: insights === null ? null : wordsOfInsights(insights),
    tags: tags === null ? null : tagsOf(tags, known.arn),
    problems: [
      ...problemsOf(own),
      ...(read?.problem === undefined || read.problem === null ? [] : [read.problem]),
    ],
  };
}

function describedAs(known: Known) {
  const { arn, name, described } = known;
  const trail = described?.trail;
  const value = (text: string | null | undefined) => (text ? clean(text) : null);
  return {
    arn: value(arn),
    name: clean(name),
    homeRegion: value(trail?.HomeRegion) ?? regionOf(known),
    bucket: value(trail?.S3BucketName),
    prefix: value(trail?.S3KeyPrefix),
    kmsKey: value(trail?.KmsKeyId),
    snsTopic: value(trail?.SnsTopicARN) ?? value(trail?.SnsTopicName),
    logGroup: value(trail?.CloudWatchLogsLogGroupArn),
    isMultiRegion: trail?.IsMultiRegionTrail ?? null,
    isOrganization: trail?.IsOrganizationTrail ?? null,
    validates: trail?.LogFileValidationEnabled ?? null,
  };
}

function statusOf(part: TrailAnswer | null) {
  const read = trailStatusShape.safeParse(part?.answer);
  const status = read.success ? read.data : null;
  const errors = [
    ...(status?.LatestDeliveryError ? [clean(status.LatestDeliveryError)] : []),
    ...(status?.LatestDigestDeliveryError ? [`digests: ${clean(status.LatestDigestDeliveryError)}`] : []),
  ];
  return {
    isLogging: status?.IsLogging ?? null,
    // A trail that was stopped keeps the time of its last start.
    loggingSinceMs: status?.IsLogging === true ? (status.StartLoggingTime ?? null) : null,
    latestDeliveryMs: status?.LatestDeliveryTime ?? null,
    latestDeliveryError: errors.length === 0 ? null : errors.join('; '),
  };
}

function wordsOfInsights({ answer }: TrailAnswer): string[] | null {
  const read = insightSelectorsShape.safeParse(answer);
  return read.success ? read.data.InsightSelectors.map(insightWords) : null;
}

function tagsOf({ answer }: TrailAnswer, arn: string | null): TrailInfo['tags'] {
  const read = tagsShape.safeParse(answer);
  const own = read.success
    ? read.data.ResourceTagList.find(({ ResourceId }) => ResourceId === arn)
    : undefined;
  return own === undefined
    ? null
    : (own.TagsList ?? []).map((tag) => ({ key: clean(tag.Key), value: clean(tag.Value ?? '') }));
}

/** What was asked last and not answered; where an older answer is shown instead, its date. */
function problemsOf(own: readonly TrailAnswer[]): readonly string[] {
  const sentences = own.flatMap(({ operation, problem, region, takenAtMs }) => {
    if (problem === null) return [];
    const answered = own.find(
      (other) => other.operation === operation && other.answer !== null && other.region === region,
    );
    if (answered === undefined) return [clean(problem)];
    if (answered.takenAtMs >= takenAtMs) return [];
    return [
      `${clean(problem)} What is shown is from ${new Date(answered.takenAtMs).toISOString().slice(0, 10)}.`,
    ];
  });
  return [...new Set(sentences)];
}

function clean(text: string): string {
  return cleanText(text, longestValue);
}
