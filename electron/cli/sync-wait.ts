import type { Job } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { JobQuestion } from '../contract/s3.ts';
import type { Engine } from '../engine/index.ts';
import { UsageError } from './command.ts';
import { waitForJob } from './session.ts';
import { askCode } from './sign-in.ts';
import { ownTerminal, type Terminal } from './terminal.ts';
import { terminalText } from './terminal-text.ts';

type Say = (text: string) => void;

export interface SyncWaiting {
  /** Signs in anew. @returns the connection */
  readonly signIn: () => Promise<string>;
  /** When it begins to wait for something else, and at its end; before that is said. */
  readonly onChange?: (say: Say) => Promise<void>;
  readonly terminal?: Terminal | null;
}

/**
 * Waits for the end of a sync, and says what it waits for. A sign-in that expires is asked for on a terminal; where
 * nobody sits, the sync is ended: it goes on where it was when it is run again.
 *
 * @throws AppError `not-allowed` when it ended because of the sign-in
 */
export async function waitForSync(engine: Engine, id: string, waiting: SyncWaiting): Promise<Job> {
  const { terminal = ownTerminal() } = waiting;
  const over = new AbortController();
  let said: string | null = null;
  let answering: Promise<void> | null = null;
  let failure: unknown = null;

  const answer = async (question: JobQuestion, say: Say): Promise<void> => {
    try {
      const found = await answerTo(question, say, terminal, waiting.signIn, over.signal);
      await engine.call('jobs.answer', { job: id, answer: found });
    } catch (error) {
      // A person who presses Ctrl C has answered, too.
      if (over.signal.aborted) return;
      failure = error;
      await engine.call('jobs.cancel', { job: id });
    } finally {
      answering = null;
    }
  };
  // What is watched may be a moment old, and its question answered.
  const asksNow = async (): Promise<boolean> =>
    (await engine.call('jobs.list', {})).some((job) => job.id === id && job.question !== null);

  let job: Job;
  try {
    job = await waitForJob(engine, id, async (current, say) => {
      const { question, note, state, endedAtMs } = current;
      if (question !== null && answering === null && (await asksNow())) answering = answer(question, say);
      if (state === 'cancelling' || endedAtMs !== null) over.abort();
      if (note !== said || endedAtMs !== null) await waiting.onChange?.(say);
      if (note !== null && note !== said) say(terminalText(note));
      said = note;
    });
  } finally {
    over.abort();
    await answering;
  }
  if (failure !== null) throw failure;
  return job;
}

async function answerTo(
  question: JobQuestion,
  say: Say,
  terminal: Terminal | null,
  signIn: () => Promise<string>,
  signal: AbortSignal,
) {
  if (question.kind === 'mfa')
    return { kind: 'mfa', code: await askCode(question.serial, terminal, signal) } as const;
  let { message, advice } = question;
  for (;;) {
    if (terminal === null)
      throw new AppError('not-allowed', message, {
        advice: `${advice} What was fetched is in the case: run it again, and it goes on where it was.`,
      });
    say(terminalText(`${message} ${advice}`));
    const line = await terminal.ask(
      'It waits. Sign in again (in another terminal), then press Enter; Ctrl C ends it. ',
      signal,
    );
    if (line === null)
      throw new AppError('not-allowed', message, { advice: 'Run it again: it goes on where it was.' });
    try {
      return { kind: 'signIn', connection: await signIn() } as const;
    } catch (error) {
      if (error instanceof UsageError) ({ message, advice } = { message: error.message, advice: '' });
      else if (error instanceof AppError) ({ message, advice } = error);
      else throw error;
    }
  }
}
