import { parseCloudWatch } from '../../../electron/contract/filter/cloudwatch.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { currentHost } from '../../state/host.ts';
import { runInBackground, showToast } from '../../state/toasts.ts';

/**
 * A filter pattern of CloudWatch Logs, `{ $.eventName = "ConsoleLogin" }`, in Spoor's language; any other text as it is.
 *
 * @throws AppError `filter-syntax` with the place in the pattern
 */
export function readPasted(text: string): string {
  return isPattern(text) ? printFilter(parseCloudWatch(text)) : text;
}

/** Tells of how many events a pattern says nothing, because an operand of its `!=` is missing: CloudWatch's own way. */
export function tellMissingOperands(caseId: string, pattern: string): void {
  if (!isPattern(pattern)) return;
  runInBackground(async () => {
    const { operands } = await currentHost().call('cloudwatch.check', { case: caseId, pattern });
    for (const { path, events } of operands)
      if (events !== null && events > 0)
        showToast({
          tone: 'neutral',
          title: `${formatCounted(events, 'event')} without ${visibleText(path)}`,
          text: 'As in CloudWatch, != matches none of them.',
          stays: true,
        });
  });
}

function isPattern(text: string): boolean {
  return /^\{.*\$[.[].*\}$/s.test(text.trim());
}
