import { AppError } from '../../contract/errors.ts';
import { selectorsOf } from '../../contract/selectors/parse.ts';
import { printSelectors } from '../../contract/selectors/print.ts';
import { cleanText } from '../../contract/selectors/refuse.ts';
import { selectorWords } from '../../contract/selectors/words.ts';

/** A trail's selectors for its page: in words and as AWS prints them, or why they cannot be read. */
export interface SelectorReading {
  readonly words: string[] | null;
  readonly json: string | null;
  readonly problem: string | null;
}

/** Reads an answer to GetEventSelectors. */
export function readSelectors(answer: unknown): SelectorReading {
  try {
    const selectors = selectorsOf(answer);
    return { words: selectorWords(selectors), json: printSelectors(selectors), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      words: null,
      json: null,
      problem: `The trail's event selectors cannot be read: ${error.message}`,
    };
  }
}

/** “Unusual rates of API calls, in management events”. */
export function insightWords(selector: {
  readonly InsightType: string;
  readonly EventCategories?: readonly string[] | null | undefined;
}): string {
  const kind =
    kinds.get(selector.InsightType) ?? `Insights of the type ${cleanText(selector.InsightType, 100)}`;
  // "If EventCategories is not provided, the specified Insights types are enabled on management API calls by default."
  const categories = selector.EventCategories?.length ? selector.EventCategories : ['Management'];
  return `${kind}, in ${categories.map((category) => cleanText(category, 100).toLowerCase()).join(' and ')} events`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['ApiCallRateInsight', 'Unusual rates of API calls'],
  ['ApiErrorRateInsight', 'Unusual rates of API errors'],
]);
