import { afterEach, describe, expect, it, vi } from 'vitest';
import { proxyFor } from '../../../electron/engine/sources/s3/proxy.ts';
import { setProxies } from '../../support/proxy-environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe('which proxy', () => {
  const environment = {
    HTTPS_PROXY: 'http://proxy.example:3128',
    NO_PROXY: '.internal.example, other.example:8443 named.example *.star.example 203.0.113.9',
  };

  it.each([
    ['s3.amazonaws.com', 443, 'proxy.example:3128'],
    ['s3.internal.example', 443, null],
    ['internal.example', 443, null],
    ['notinternal.example', 443, 'proxy.example:3128'],
    ['other.example', 8443, null],
    ['trail.other.example', 8443, null],
    ['other.example', 443, 'proxy.example:3128'],
    ['trail.s3.Named.example', 443, null],
    ['unnamed.example', 443, 'proxy.example:3128'],
    ['trail.star.example', 443, null],
    ['203.0.113.9', 443, null],
    ['203.0.113.10', 443, 'proxy.example:3128'],
    ['2001:db8::1', 443, 'proxy.example:3128'],
    ['127.0.0.1', 9000, null],
    ['::1', 9000, null],
    ['localhost', 9000, null],
    ['trail.localhost', 9000, null],
  ])('for %s:%i', (name, port, proxyHost) => {
    setProxies(environment);
    expect(proxyFor('https:', name, port)?.host ?? null).toBe(proxyHost);
  });

  it.each([
    ['http:', environment],
    ['https:', { ...environment, no_proxy: '*' }],
    ['https:', { HTTPS_PROXY: 'socks5://proxy.example' }],
    ['https:', { HTTPS_PROXY: '%%%' }],
  ] as const)('is none for %s with %j', (protocol, given) => {
    setProxies(given);
    expect(proxyFor(protocol, 's3.example', 443)).toBe(null);
  });

  it.each([
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['https://proxy.example:3128', 'https://proxy.example:3128/'],
  ])('is written as %s', (written, href) => {
    setProxies({ HTTPS_PROXY: written });
    expect(proxyFor('https:', 's3.example', 443)?.href).toBe(href);
  });
});
