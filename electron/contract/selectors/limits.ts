import { refuse, shownText } from './refuse.ts';
import {
  type AdvancedSelector,
  type BasicSelector,
  type FieldSelector,
  isEveryResource,
  type Operator,
  operators,
  type SelectorCategory,
  type SelectorField,
  selectorCategories,
} from './selectors.ts';

/** What a selector of each category may ask (cloudtrail.md d9). */
const fieldsOf: Readonly<Record<SelectorCategory, readonly SelectorField[]>> = {
  Management: [
    'eventCategory',
    'eventSource',
    'readOnly',
    'eventName',
    'eventType',
    'sessionCredentialFromConsole',
    'userIdentity.arn',
  ],
  Data: [
    'eventCategory',
    'resources.type',
    'resources.ARN',
    'readOnly',
    'eventName',
    'eventSource',
    'eventType',
    'sessionCredentialFromConsole',
    'userIdentity.arn',
  ],
  NetworkActivity: ['eventCategory', 'eventSource', 'eventName', 'errorCode', 'vpcEndpointId'],
};

const requiredOf: Readonly<Record<SelectorCategory, readonly SelectorField[]>> = {
  Management: ['eventCategory'],
  Data: ['eventCategory', 'resources.type'],
  NetworkActivity: ['eventCategory', 'eventSource'],
};

/** Operators of a field that does not take all six; in network activity eventSource does not either. */
const operatorsOf: Readonly<Partial<Record<SelectorField, readonly Operator[]>>> = {
  eventCategory: ['equals'],
  readOnly: ['equals'],
  'resources.type': ['equals'],
  sessionCredentialFromConsole: ['equals', 'notEquals'],
  errorCode: ['equals'],
};

/** The only values of a field, where AWS knows all of them. */
const valuesOf: Readonly<Partial<Record<SelectorField, readonly string[]>>> = {
  readOnly: ['true', 'false'],
  sessionCredentialFromConsole: ['true', 'false'],
  errorCode: ['VpceAccessDenied'],
};

/** @throws AppError `bad-request` when AWS would not have them: more than 5 selectors or 250 data resources */
export function checkBasic(selectors: readonly BasicSelector[]): void {
  if (selectors.length > 5) refuse('A trail has at most 5 basic event selectors; here are more.');
  // "This limit does not apply if you configure resource logging for all data events" (API reference, EventSelector).
  const resources = selectors
    .flatMap(({ dataResources }) => dataResources.flatMap(({ values }) => values))
    .filter((value) => !isEveryResource(value));
  if (resources.length > 250) {
    refuse(
      `A trail has at most 250 data resources in its basic event selectors; here are ${resources.length}.`,
    );
  }
  for (const [at, { excludeManagementEventSources: sources }] of selectors.entries()) {
    if (sources.length > 100) {
      refuse(`Event selector ${at + 1}, ExcludeManagementEventSources: it has more than 100 values.`);
    }
  }
}

/** @throws AppError `bad-request` when AWS would not have them: fields, operators, values, 500 values over all */
export function checkAdvanced(selectors: readonly AdvancedSelector[]): void {
  for (const [at, { fields }] of selectors.entries()) checkFields(fields, `Event selector ${at + 1}`);
  const values = selectors
    .flatMap(({ fields }) => fields)
    .reduce(
      (sum, field) => sum + operators.reduce((count, operator) => count + field[operator].length, 0),
      0,
    );
  if (values > 500) {
    refuse(`A trail has at most 500 values over all of its advanced event selectors; here are ${values}.`);
  }
}

function checkFields(fields: readonly FieldSelector[], place: string): void {
  const category = categoryOf(fields, place);
  for (const field of requiredOf[category]) {
    if (!fields.some((given) => given.field === field)) refuse(`${place}: it has no condition on ${field}.`);
  }
  for (const field of fields) {
    if (!fieldsOf[category].includes(field.field)) {
      refuse(
        `${place}, ${field.field}: selectors of ${category} events take ${fieldsOf[category].join(', ')} only.`,
      );
    }
    checkOperators(field, category, `${place}, ${field.field}`);
  }
  const types = fields.filter(({ field }) => field === 'resources.type').flatMap(({ equals }) => equals);
  if (types.length > 1)
    refuse(`${place}, resources.type: it must be one type, and here are ${types.length}.`);
}

function categoryOf(fields: readonly FieldSelector[], place: string): SelectorCategory {
  const given = fields.filter(({ field }) => field === 'eventCategory').flatMap(({ equals }) => equals);
  const [only] = given;
  if (given.length !== 1 || only === undefined) {
    return refuse(`${place}, eventCategory: it must equal one category, and here are ${given.length}.`);
  }
  const known = selectorCategories.find((category) => category === only);
  return (
    known ??
    refuse(
      `${place}, eventCategory: a trail selects ${selectorCategories.join(', ')} events, and not ${shownText(only)}.`,
    )
  );
}

function checkOperators(field: FieldSelector, category: SelectorCategory, place: string): void {
  const used = operators.filter((operator) => field[operator].length > 0);
  if (used.length === 0) refuse(`${place}: it has no operator with a value.`);
  const isNetworkSource = category === 'NetworkActivity' && field.field === 'eventSource';
  const allowed = isNetworkSource ? (['equals'] as const) : (operatorsOf[field.field] ?? operators);
  const wrong = used.find((operator) => !allowed.some((one) => one === operator));
  if (wrong !== undefined) {
    refuse(`${place}: it takes ${allowed.map(operatorName).join(' or ')}, and not ${operatorName(wrong)}.`);
  }
  const known = valuesOf[field.field];
  const strange = used
    .flatMap((operator) => field[operator])
    .find((value) => known?.includes(value) === false);
  if (known !== undefined && strange !== undefined) {
    refuse(`${place}: it can be ${known.join(' or ')}, and not ${shownText(strange)}.`);
  }
}

/** As AWS spells it: `NotStartsWith`. */
export function operatorName(operator: Operator): string {
  return operator.charAt(0).toUpperCase() + operator.slice(1);
}
