import type { Filter } from '../../contract/filter/syntax-tree.ts';
import { type Bits, wordsFor } from '../columns/bits.ts';
import { answerKey, type RecordAnswer, type RecordAnswers } from '../columns/record-answers.ts';
import { sharedUint32 } from '../columns/shared-arrays.ts';

/** Two bits an event each: of five million events 80 MB in all. */
const keptAnswers = 64;

/** What was found out about conditions on the record, for as long as the case is open. */
export class AnswerMemory {
  /** The one that was asked for last comes last. */
  readonly #answers = new Map<string, RecordAnswer>();
  #version = 1;

  /** @param conditions those whose answers are wanted; what nobody has searched for is not in it */
  of(conditions: readonly Filter[]): RecordAnswers {
    const byKey = new Map<string, RecordAnswer>();
    for (const condition of conditions) {
      const key = answerKey(condition);
      const answer = this.#answers.get(key);
      if (answer !== undefined) byKey.set(key, answer);
    }
    return { version: this.#version, byKey };
  }

  /** The bits have changed. */
  touch(): void {
    this.#version += 1;
  }

  /** Makes room for what will be found out about a condition, for events up to `lastEvent`. */
  prepare(condition: Filter, lastEvent: number): RecordAnswer {
    const key = answerKey(condition);
    const words = wordsFor(lastEvent + 1);
    const old = this.#answers.get(key);
    const answer =
      old !== undefined && old.found.length >= words
        ? old
        : { found: grown(old?.found, words), known: grown(old?.known, words) };
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    this.#inherit(condition, answer);
    return answer;
  }

  /** Where a part of an `and` is known not to hold, or a part of an `or` to hold, nothing is left to search. */
  #inherit(condition: Filter, { found, known }: RecordAnswer): void {
    if (condition.kind !== 'and' && condition.kind !== 'or') return;
    const isOr = condition.kind === 'or';
    for (const operand of condition.operands) {
      const isNot = operand.kind === 'not';
      const part = this.#answers.get(answerKey(isNot ? operand.operand : operand));
      if (part === undefined) continue;
      part.known.forEach((knownWord, at) => {
        const foundWord = part.found[at] ?? 0;
        const settled = knownWord & (isOr === isNot ? ~foundWord : foundWord);
        known[at] = (known[at] ?? 0) | settled;
        if (isOr) found[at] = (found[at] ?? 0) | settled;
      });
    }
  }

  /** Lets go of what nobody has asked for in a while. @param inUse how many of the latest are in use */
  trim(inUse: number): void {
    for (const key of this.#answers.keys()) {
      if (this.#answers.size <= Math.max(keptAnswers, inUse)) return;
      this.#answers.delete(key);
    }
  }

  /** Event numbers mean other events now. */
  clear(): void {
    this.#answers.clear();
    this.touch();
  }
}

function grown(bits: Bits | undefined, words: number): Bits {
  const larger = sharedUint32(words);
  if (bits !== undefined) larger.set(bits);
  return larger;
}
