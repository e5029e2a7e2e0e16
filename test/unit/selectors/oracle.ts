import type {
  BasicSelector,
  FieldSelector,
  Selectors,
} from '../../../electron/contract/selectors/selectors.ts';
import type { PlainRecord } from './arbitraries.ts';

/** cloudtrail.md d9 word for word, for records that leave nothing open. */
export function logs(selectors: Selectors, record: PlainRecord): boolean {
  if (selectors.kind === 'advanced') {
    return selectors.selectors.some(({ fields }) => advancedMatches(fields, record));
  }
  return selectors.selectors.some((selector) => basicMatches(selector, record));
}

function basicMatches(selector: BasicSelector, record: PlainRecord): boolean {
  const isRead = String(record.readOnly) === 'true';
  if (selector.readWriteType === 'ReadOnly' && !isRead) return false;
  if (selector.readWriteType === 'WriteOnly' && isRead) return false;
  if (record.eventCategory === 'Management') {
    return (
      selector.includeManagementEvents &&
      selector.excludeManagementEventSources.indexOf(record.eventSource) === -1
    );
  }
  if (record.eventCategory !== 'Data') return false;
  for (const { type, values } of selector.dataResources) {
    for (const value of values) {
      for (const resource of record.resources) {
        if (resource.type !== type) continue;
        const isExact =
          type === 'AWS::Lambda::Function' && value !== 'arn:aws:lambda' && value.split(':').length > 3;
        if (isExact ? resource.ARN === value : resource.ARN.indexOf(value) === 0) return true;
      }
    }
  }
  return false;
}

function advancedMatches(fields: readonly FieldSelector[], record: PlainRecord): boolean {
  // For each resource as if the event had but this one.
  return record.resources.some((resource) =>
    fields.every((field) => {
      switch (field.field) {
        case 'resources.type':
          return fieldMatches(field, resource.type);
        case 'resources.ARN':
          return fieldMatches(field, resource.ARN);
        case 'userIdentity.arn':
          return fieldMatches(field, record.userIdentity.arn);
        case 'errorCode':
          return fieldMatches(field, record.errorCode ?? '');
        case 'readOnly':
          return fieldMatches(field, String(record.readOnly));
        case 'sessionCredentialFromConsole':
          throw new Error('The oracle does not know it.');
        default:
          return fieldMatches(field, record[field.field]);
      }
    }),
  );
}

function fieldMatches(field: FieldSelector, value: string): boolean {
  const select = [
    ...field.equals.map((wanted) => value === wanted),
    ...field.startsWith.map((wanted) => value.slice(0, wanted.length) === wanted),
    ...field.endsWith.map((wanted) => value.endsWith(wanted)),
  ];
  const deselect = [
    ...field.notEquals.map((wanted) => value === wanted),
    ...field.notStartsWith.map((wanted) => value.slice(0, wanted.length) === wanted),
    ...field.notEndsWith.map((wanted) => value.endsWith(wanted)),
  ];
  return (select.length === 0 || select.includes(true)) && !deselect.includes(true);
}
