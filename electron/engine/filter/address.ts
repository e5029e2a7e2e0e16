import ipaddr from 'ipaddr.js';
import { AppError } from '../../contract/errors.ts';

/**
 * A test for an address or a CIDR range, or undefined when the text is neither (then it is compared as text:
 * sourceIPAddress may be a service's name). An IPv6 address is compared as an address, not as it is spelled, and an
 * IPv4 address mapped into IPv6 as the IPv4 address.
 *
 * @throws AppError `filter-syntax` for a range that is none, such as 10.0.0.0/40
 */
export function addressTest(text: string): ((value: string) => boolean) | undefined {
  if (text.includes('/')) return rangeTest(text);
  // Strict parsing: ipaddr.js alone would take "1" and "0x7f.1" for addresses.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined;
  const wanted = ipaddr.process(text).toNormalizedString();
  return (value) => read(value)?.toNormalizedString() === wanted;
}

function rangeTest(text: string): ((value: string) => boolean) | undefined {
  const [address = ''] = text.split('/');
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined;
  if (!ipaddr.isValidCIDR(text)) {
    throw new AppError('filter-syntax', `“${text}” is no address range.`, {
      advice: 'Write 10.0.0.0/8 or 2001:db8::/32.',
    });
  }
  const [network, bits] = ipaddr.parseCIDR(text);
  return (value) => {
    const candidate = read(value);
    return candidate !== undefined && candidate.kind() === network.kind() && candidate.match(network, bits);
  };
}

function read(value: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(value) && !ipaddr.IPv6.isValid(value)) return undefined;
  return ipaddr.process(value);
}
