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
  if (error instanceof RuleProblem || error instanceof AppError) return error.message;
  throw error;
}

/** A text of a rule for a sentence: short, on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`;
}
