import { isDeeperThan, isObject, type JsonObject } from '../ingest/json.ts';
import { type AskedOfTrail, malformedText, problemOf, UnfitAnswer } from './ask-problem.ts';
import type { TrailAnswer } from './trail-answer.ts';

/** A connection to the API of one region. One question at a time: `lastBody` is the body of the last answer. */
export interface Asking {
  readonly region: string;
  readonly lastBody: () => Uint8Array;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Sends a question and waits for its answer, which `lastBody` then has. */
export type Send = (page: { readonly NextToken?: string }) => Promise<unknown>;

/** An answer may come in pages, each with a part of this list. */
export type PagedList = 'ResourceTagList' | 'PublicKeyList';

const maxDepth = 32;
const maxPages = 100;
const maxPagesBytes = 16 * 1024 * 1024;

/**
 * The answer to a question, or the problem; `isFit` says whether it has the form that it should have.
 *
 * @throws the signal's reason when it is aborted
 */
export async function answerTo(
  asking: Asking,
  asked: Omit<AskedOfTrail, 'region'>,
  ask: () => Promise<JsonObject>,
  isFit: (answer: JsonObject) => boolean,
): Promise<TrailAnswer> {
  const { region, clock, signal } = asking;
  const whole = { ...asked, region };
  const base = { ...whole, origin: 'aws', fileName: null } as const;
  try {
    const answer = await ask();
    return isFit(answer)
      ? { ...base, takenAtMs: clock(), answer, problem: null }
      : { ...base, takenAtMs: clock(), answer: null, problem: malformedText(whole) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...base, takenAtMs: clock(), answer: null, problem: problemOf(error, whole) };
  }
}

/** Asks once. @throws what the SDK throws; UnfitAnswer */
export async function once(asking: Asking, send: Send): Promise<JsonObject> {
  await send({});
  return lastAnswer(asking);
}

/** Asks for page after page and gives one answer with the whole list. @throws what the SDK throws; UnfitAnswer */
export async function everyPage(asking: Asking, list: PagedList, send: Send): Promise<JsonObject> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  let token: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    await send(token === null ? {} : { NextToken: token });
    const answer = lastAnswer(asking);
    const part = answer[list];
    if (!Array.isArray(part)) return answer;
    for (const item of part) items.push(item);
    bytes += asking.lastBody().length;
    if (bytes > maxPagesBytes) break;
    const { NextToken: next, ...rest } = answer;
    if (typeof next !== 'string' || next === '') return { ...rest, [list]: items };
    if (seen.has(next))
      throw new UnfitAnswer(`CloudTrail in ${asking.region} gives the same page of ${list} again.`);
    seen.add(next);
    token = next;
  }
  throw new UnfitAnswer(`CloudTrail in ${asking.region} gives too many pages of ${list}.`);
}

function lastAnswer({ region, lastBody }: Asking): JsonObject {
  const value: unknown = JSON.parse(new TextDecoder().decode(lastBody()));
  if (isObject(value) && !isDeeperThan(value, maxDepth)) return value;
  throw new UnfitAnswer(`CloudTrail in ${region} answered in a form that is not known.`);
}
