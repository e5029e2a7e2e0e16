import type { AlarmRule } from '../../contract/detect.ts';
import { parseCloudWatch } from '../../contract/filter/cloudwatch.ts';
import { printFilter } from '../../contract/filter/print.ts';
import type { EventRule } from '../detect/rule.ts';
import { type CisFilter, cisFilters } from './cis-filters.ts';

/** The metric filters of the CIS benchmark as rules on events. */
export function cisRules(): readonly EventRule[] {
  return cisFilters.map(ruleOf);
}

/** The same as what alarms can be asked for by their id. */
export function cisAlarmRules(): AlarmRule[] {
  return cisFilters.map(({ number, title, help, pattern, threshold }) => ({
    id: idOf(number),
    title,
    help,
    pattern,
    threshold,
  }));
}

function idOf(number: string): string {
  return `CIS ${number}`;
}

function ruleOf({ number, numberIn12, level, title, help, pattern }: CisFilter): EventRule {
  const filter = parseCloudWatch(pattern);
  return {
    kind: 'events',
    id: idOf(number),
    origin: 'cis',
    title,
    description: help,
    level,
    status: null,
    tags: [`cis-1.3/${number}`, ...(numberIn12 === null ? [] : [`cis-1.2/${numberIn12}`])],
    tactics: [],
    references: [],
    falsePositives: [],
    file: null,
    filter,
    text: printFilter(filter),
  };
}
