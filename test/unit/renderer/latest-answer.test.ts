import { describe, expect, it } from 'vitest';
import { latestAnswer } from '../../../renderer/desk/latest-answer.ts';

interface Asked {
  readonly question: string;
  readonly signal: AbortSignal;
  readonly answer: (text: string) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

/** An asker whose questions are answered by the test, and what it told. */
function start() {
  const asked: Asked[] = [];
  const told: string[] = [];
  const settled = async (): Promise<void> => {
    // The answer goes through two promises before it is told.
    await Promise.resolve();
    await Promise.resolve();
  };
  const asker = latestAnswer<string, string>({
    ask: (question, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          question,
          signal,
          answer: (text) => {
            resolve(text);
            return settled();
          },
          fail: (error) => {
            reject(error);
            return settled();
          },
        });
      }),
    onAnswer: (question, answer) => told.push(`${question} = ${answer}`),
    onError: (question, error) => told.push(`${question} failed: ${String(error)}`),
  });
  const questions = (): readonly string[] => asked.map(({ question }) => question);
  const at = (index: number): Asked => {
    const found = asked[index];
    if (found === undefined) throw new Error(`There is no question ${index}.`);
    return found;
  };
  return { asker, told, questions, at };
}

describe('the answer to what is on the screen', () => {
  it('comes also while the case grows all the time: a running question is never cancelled by a revision', async () => {
    const { asker, told, questions, at } = start();
    for (const revision of [1, 2, 3, 4]) asker.next({ topic: 'filter', question: `r${revision}` });
    expect(questions()).toEqual(['r1']);
    expect(at(0).signal.aborted).toBe(false);
    await at(0).answer('10');
    expect(told).toEqual(['r1 = 10']);
    // Of those that waited only the last is asked.
    expect(questions()).toEqual(['r1', 'r4']);
    await at(1).answer('40');
    expect(told).toEqual(['r1 = 10', 'r4 = 40']);
  });

  it('is not waited for when something else is asked', async () => {
    const { asker, told, questions, at } = start();
    asker.next({ topic: 'a', question: 'a1' });
    asker.next({ topic: 'a', question: 'a2' });
    asker.next({ topic: 'b', question: 'b2' });
    expect(at(0).signal.aborted).toBe(true);
    await at(0).answer('late');
    await at(1).answer('7');
    expect(questions()).toEqual(['a1', 'b2']);
    expect(told).toEqual(['b2 = 7']);
  });

  it('may be an error, and the next question is asked all the same', async () => {
    const { asker, told, questions, at } = start();
    asker.next({ topic: 'a', question: 'a1' });
    asker.next({ topic: 'a', question: 'a2' });
    await at(0).fail(new Error('no'));
    expect(told).toEqual(['a1 failed: Error: no']);
    expect(questions()).toEqual(['a1', 'a2']);
  });

  it('is told to nobody after the end', async () => {
    const { asker, told, at } = start();
    asker.next({ topic: 'a', question: 'a1' });
    asker.stop();
    await at(0).answer('late');
    expect(at(0).signal.aborted).toBe(true);
    expect(told).toEqual([]);
  });
});
