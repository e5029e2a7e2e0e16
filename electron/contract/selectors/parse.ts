import '../no-eval.ts';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { checkAdvanced, checkBasic } from './limits.ts';
import { refuse, shownText } from './refuse.ts';
import {
  type AdvancedSelector,
  type BasicSelector,
  basicDataTypes,
  readWriteTypes,
  type Selectors,
  selectorFields,
} from './selectors.ts';

/** UTF-16 units of text that are looked at: what `sync.start` takes. 500 values of 2,048 are less. */
const maxText = 1_000_000;

const value = z
  .string({ error: 'must be a text' })
  .min(1, 'may not be an empty text')
  .max(2048, 'is longer than 2,048 characters');
/** Logs print conditions that were not given as null or as an empty list. */
const values = z
  .array(value, { error: 'must be a list of texts' })
  .max(2048, 'has more than 2,048 values')
  .nullish()
  .transform((list) => list ?? []);

const dataResource = capitalised({
  type: z.enum(basicDataTypes, { error: `must be ${basicDataTypes.join(', ')}` }),
  values,
});
const basicSelector = capitalised({
  readWriteType: z
    .enum(readWriteTypes, { error: 'must be ReadOnly, WriteOnly or All' })
    .nullish()
    .transform((type) => type ?? 'All'),
  includeManagementEvents: z
    .boolean({ error: 'must be true or false' })
    .nullish()
    .transform((isIncluded) => isIncluded ?? true),
  excludeManagementEventSources: values,
  dataResources: z
    .array(dataResource, { error: 'must be a list' })
    .max(250, 'has more than 250 entries')
    .nullish()
    .transform((list) => list ?? []),
});
const fieldSelector = capitalised({
  field: z.enum(selectorFields, {
    error: ({ input }) =>
      `must be one of ${selectorFields.join(', ')}${typeof input === 'string' ? `, and is ${shownText(input)}` : ''}`,
  }),
  equals: values,
  startsWith: values,
  endsWith: values,
  notEquals: values,
  notStartsWith: values,
  notEndsWith: values,
});
const advancedSelector = capitalised({
  name: z
    .string({ error: 'must be a text' })
    .max(1000, 'is longer than 1,000 characters')
    .nullish()
    .transform((name) => (name === undefined || name === '' ? null : name)),
  fieldSelectors: z
    .array(fieldSelector, { error: 'must be a list of conditions' })
    .min(1, 'holds no condition')
    .max(500, 'has more than 500 conditions'),
});

/**
 * Reads event selectors: what `aws cloudtrail get-event-selectors` prints, a bare list of basic or of advanced
 * selectors, or the parameters of PutEventSelectors as a log has them, whose names begin in lower case.
 *
 * @throws AppError `bad-request` with a sentence that names the selector and the field that is wrong; `too-large`
 */
export function parseSelectors(json: string): Selectors {
  if (json.length > maxText) {
    throw new AppError('too-large', 'The event selectors are longer than 1,000,000 characters.', {
      advice: 'Paste only what get-event-selectors prints for one trail.',
    });
  }
  return selectorsOf(parsed(json));
}

/** {@link parseSelectors} for what was JSON before. @throws AppError `bad-request` */
export function selectorsOf(given: unknown): Selectors {
  if (Array.isArray(given)) return ofLists(null, ...splitBare(given));
  const whole = lowerKeys(given);
  if (whole === null) return refuse('Event selectors are an object or a list.');
  const trailArn = whole.trailARN;
  return ofLists(
    typeof trailArn === 'string' && trailArn !== '' ? trailArn.slice(0, 2048) : null,
    listOf(whole.eventSelectors, 'EventSelectors'),
    listOf(whole.advancedEventSelectors, 'AdvancedEventSelectors'),
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    return refuse('The event selectors are not JSON.', cause);
  }
}

/** A bare list does not say its kind; FieldSelectors do. */
function splitBare(list: readonly unknown[]): [readonly unknown[], readonly unknown[]] {
  const isAdvanced = list.some((item) => lowerKeys(item)?.fieldSelectors !== undefined);
  return isAdvanced ? [[], list] : [list, []];
}

function listOf(given: unknown, name: string): readonly unknown[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given : refuse(`${name} must be a list.`);
}

function ofLists(
  trailArn: string | null,
  basic: readonly unknown[],
  advanced: readonly unknown[],
): Selectors {
  if (basic.length > 0 && advanced.length > 0) {
    return refuse('A trail has basic or advanced event selectors, not both.');
  }
  if (basic.length > 0) {
    // Of a list that is too long anyway no more than shows it is read.
    const selectors = basic.slice(0, 6).map((item, at): BasicSelector => read(basicSelector, item, at));
    checkBasic(selectors);
    return { kind: 'basic', trailArn, selectors };
  }
  if (advanced.length > 500) return refuse('There are more than 500 advanced event selectors.');
  // To take none for "select nothing" would keep every event out of the index, for a slip of the pen.
  if (advanced.length === 0) return refuse('There is no event selector in it.');
  const selectors = advanced.map((item, at): AdvancedSelector => {
    const { name, fieldSelectors } = read(advancedSelector, item, at);
    return { name, fields: fieldSelectors };
  });
  checkAdvanced(selectors);
  return { kind: 'advanced', trailArn, selectors };
}

function read<T>(schema: z.ZodType<T>, item: unknown, at: number): T {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = (issue?.path ?? []).map((step) =>
    typeof step === 'number' ? String(step + 1) : upperFirst(String(step)),
  );
  return refuse(
    `Event selector ${at + 1}${place.length === 0 ? '' : `, ${place.join(' ')}`}: it ${issue?.message ?? 'cannot be read'}.`,
  );
}

/** An object with these names and no others, whether they begin with a capital (AWS's API) or not (its logs). */
function capitalised<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).map(upperFirst).join(', ');
  return z.preprocess(
    (given) => lowerKeys(given) ?? given,
    z.strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `has ${issue.keys.slice(0, 3).map(shownText).join(', ')}, which is none of ${known}`
          : 'must be an object',
    }),
  );
}

function lowerKeys(given: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  return Object.fromEntries(Object.entries(given).map(([key, member]) => [lowerFirst(key), member]));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
