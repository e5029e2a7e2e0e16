import { operatorName } from './limits.ts';
import { type AdvancedSelector, type BasicSelector, operators, type Selectors } from './selectors.ts';

/** The selectors as `aws cloudtrail get-event-selectors` prints them; `parseSelectors` reads them back. */
export function printSelectors(selectors: Selectors): string {
  const trail = selectors.trailArn === null ? {} : { TrailARN: selectors.trailArn };
  const printed =
    selectors.kind === 'basic'
      ? { ...trail, EventSelectors: selectors.selectors.map(printBasic) }
      : { ...trail, AdvancedEventSelectors: selectors.selectors.map(printAdvanced) };
  return JSON.stringify(printed, null, 4);
}

function printBasic(selector: BasicSelector) {
  return {
    ReadWriteType: selector.readWriteType,
    IncludeManagementEvents: selector.includeManagementEvents,
    DataResources: selector.dataResources.map(({ type, values }) => ({ Type: type, Values: values })),
    ExcludeManagementEventSources: selector.excludeManagementEventSources,
  };
}

function printAdvanced(selector: AdvancedSelector) {
  return {
    ...(selector.name === null ? {} : { Name: selector.name }),
    FieldSelectors: selector.fields.map((field) => ({
      Field: field.field,
      ...Object.fromEntries(
        operators
          .filter((operator) => field[operator].length > 0)
          .map((operator) => [operatorName(operator), field[operator]]),
      ),
    })),
  };
}
