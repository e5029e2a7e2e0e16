import type { LoggingState } from '../../../electron/contract/integrity.ts';
import { formatTime, zoneName } from '../../format/time.ts';
import type { Zone } from '../../state/view-url.ts';

/** A trail in short lines: what is not known is said to be. */
export function trailFacts(
  {
    trail,
    isLogging,
    sinceMs,
    validates,
    isMultiRegion,
    isOrganization,
    homeRegion,
    selectors,
  }: LoggingState,
  zone: Zone,
): readonly { readonly name: string; readonly value: string }[] {
  const since = sinceMs === null ? '' : ` since ${formatTime(sinceMs, zone).slice(0, 16)} ${zoneName(zone)}`;
  const reach = [
    ...(isOrganization === true ? ['the whole organization'] : []),
    ...(isMultiRegion === true ? ['all regions'] : []),
    ...(isMultiRegion === false ? [homeRegion === null ? 'its own region' : `${homeRegion} only`] : []),
  ];
  return [
    { name: 'trail', value: trail },
    { name: 'logging', value: `${said(isLogging, 'on', 'off')}${isLogging === null ? '' : since}` },
    { name: 'validation', value: said(validates, 'on', 'off') },
    ...(reach.length === 0 ? [] : [{ name: 'of', value: reach.join(', ') }]),
    {
      name: 'selectors',
      value: selectors === null ? 'not known' : selectors.length === 0 ? 'none' : selectors.join(' '),
    },
  ];
}

function said(value: boolean | null, yes: string, no: string): string {
  return value === null ? 'not known' : value ? yes : no;
}
