import { AppError } from '../../contract/errors.ts';

/** Why a rule cannot be used, as a sentence for the person who loads it. Never leaves this folder. */
export class RuleProblem extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RuleProblem';
  }
}

/** The sentence of what was thrown over a rule. @throws whatever is a mistake of ours and none of the rule's */
export function reasonOf(error: unknown): string {
  if (error instanceof RuleProblem || error instanceof AppError) return oneLine(error.message, 1000);
  throw error;
}

/** A text of a rule for a sentence. */
export function quoted(text: string): string {
  return `“${oneLine(text, 60)}”`;
}

/** A rule is as hostile as a log: no control characters, and no more of it than can be read. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
