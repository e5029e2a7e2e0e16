import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerifiedObject } from '../../../electron/contract/integrity.ts';
import { escapeHtml } from '../../../electron/engine/report/escape.ts';
import { htmlReport } from '../../../electron/engine/report/html-report.ts';
import type { ReportFacts } from '../../../electron/engine/report/report-facts.ts';
import { aMap, anException, aSummary, someFacts } from './fixtures.ts';

const hostile = `x"><script>alert(1)</script><img src=x onerror='alert(2)'>&lt;\u202egpj\u0000</style>`;

function htmlOf(facts: ReportFacts, exceptions: readonly VerifiedObject[] = [anException()]): string {
  return [...htmlReport(facts, exceptions)].join('');
}

/** Every text of the report that does not come from Spoor, replaced. */
function withEveryText(text: string): { facts: ReportFacts; exceptions: VerifiedObject[] } {
  const plain = someFacts();
  const series = { account: text, region: text, trail: text, homeRegion: text, organization: text };
  const verification = {
    ...plain.verification,
    version: text,
    series: plain.verification.series.map((one) => ({ ...one, ...series })),
    gaps: plain.verification.gaps.map((one) => ({ ...one, ...series })),
    keys: plain.verification.keys.map((one) => ({ ...one, fingerprint: text, region: text, fault: text })),
    choice: { ...plain.verification.choice, accounts: [text], regions: [text], trails: [text] },
  };
  const facts = {
    ...plain,
    caseName: text,
    version: text,
    verification,
    coverage: aMap({ rows: aMap().rows.map((row) => ({ ...row, account: text, region: text })) }),
    custody: { ...plain.custody, head: text },
    sources: plain.sources.map((source) => ({ ...source, label: text })),
  };
  const words = { bucket: text, key: text, caseKey: text, reason: text, sentence: text, settle: text };
  return { facts, exceptions: [anException({ ...words, byKey: text, notes: [text] })] };
}

/** Names of elements and of attributes, in order: what a browser would make of it. */
function markupOf(html: string): readonly string[] {
  const markup: string[] = [];
  for (const [, name = '', attributes = ''] of html.matchAll(/<(\/?[a-z!][a-z0-9]*)((?:"[^"]*"|[^">])*)>/gi))
    markup.push(name, ...Array.from(attributes.matchAll(/\s([^\s="]+)="[^"]*"/g), ([, one = '']) => one));
  return markup;
}

describe('the HTML report', () => {
  it('has the same markup whatever texts come from the case', () => {
    const tame = withEveryText('x');
    const wild = withEveryText(hostile);
    const html = htmlOf(wild.facts, wild.exceptions);
    expect(html).not.toMatch(/<script|<img|onerror='/);
    expect(html).toContain('\\u202egpj\\u0000');
    expect(html.includes('\u202e') || html.includes('\u0000')).toBe(false);
    const textless = (text: string): readonly string[] =>
      markupOf(text.replace(/(<style>)[\s\S]*?(<\/style>)/, '$1$2'));
    expect(textless(html)).toEqual(textless(htmlOf(tame.facts, tame.exceptions)));
  });

  it('never lets a text end what it stands in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('needs nothing beside itself, and runs nothing', () => {
    const html = htmlOf(someFacts());
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\b(?:src|href)=|https?:/i);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/ on[a-z]+=/i);
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says the verdict, what was asked, and each exception with its file, why, and what would settle it', () => {
    const html = htmlOf(someFacts());
    for (const text of [
      'Tampered',
      'Of 8 log files, 5 are proven by digests that AWS signed. 1 log file is altered.',
      'Nothing is proven of 2 hours',
      '62.5 % proven',
      's3://acme-trail/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz',
      'Its content is not what the digest names.',
      'To settle it: Fetch it again.',
      'Decided by <code>AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/d.json.gz</code>',
      '0123456789abcdef0123456789abcdef',
      'fetched from AWS with a sync',
      '2 proven by the signature that the next digest gives for it',
      'The digests are missing.',
      someFacts().custody.head,
      'written by Spoor 0.4.0 on 2026-01-02 09:00:00 UTC'.slice(11),
    ])
      expect(html).toContain(text);
  });

  it('draws every cell of the coverage map, and a legend of what is there', () => {
    const html = htmlOf(someFacts());
    const picture = /<svg class="map"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
    expect(picture.match(/<rect /g)).toHaveLength(4);
    expect(/<div class="legend">[\s\S]*?<\/div>/.exec(html)?.[0].match(/<\/svg>[a-z ]+/g)).toEqual(
      ['proven', 'proven empty', 'digest missing', 'altered'].map((label) => `</svg>${label}`),
    );
  });

  it('says when there is more than it shows, and when the check is an old one', () => {
    expect(htmlOf(someFacts({ exceptions: 20_000 }))).toContain('the worst 1 of 20,000 files');
    expect(htmlOf(someFacts())).not.toContain('Check again');
    const { verification } = someFacts();
    expect(htmlOf(someFacts({ verification: { ...verification, isCurrent: false } }))).toContain(
      'came into the case after this check',
    );
  });

  it('is whole where there is nothing', () => {
    const nothing = { total: 0, by: {} };
    const empty = { digests: nothing, logs: nothing, series: [], gaps: [], keys: [] };
    const verification = {
      ...someFacts().verification,
      ...aSummary({ ...empty, overall: 'incomplete' }),
    };
    const html = htmlOf(
      someFacts({ verification, chains: [], exceptions: 0, coverage: aMap({ rows: [] }) }),
      [],
    );
    expect(html).toContain('There was no digest and no log file to check.');
    expect(html).toContain('No public key was at hand');
    expect(html).not.toMatch(/undefined|NaN/);
  });
});
