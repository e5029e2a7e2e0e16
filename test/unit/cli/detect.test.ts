import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../export/csv-reader.ts';
import { record } from '../ingest/builders.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-detect-'));
const spoor = spoorIn(folder);
const formula = { type: 'IAMUser', userName: '=cmd()', arn: 'arn:aws:iam::111122223333:user/=cmd()' };
const hostile = { type: 'IAMUser', userName: 'a\u001b[31mb', arn: 'arn:aws:iam::111122223333:user/x' };

const ruleText = `title: Trail stopped
id: 8a1b2c3d-0000-4000-8000-000000000001
level: high
tags: [attack.defense-evasion]
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: StopLogging}
  condition: selection
`;

beforeAll(async () => {
  writeFileSync(
    path.join(folder, 'trail.json'),
    JSON.stringify({
      Records: [
        record(1, { eventName: 'StopLogging' }),
        record(2, { eventName: 'StopLogging', userIdentity: formula }),
        record(3, { eventName: 'StopLogging', userIdentity: hostile }),
        record(4, { errorCode: 'AccessDenied', userIdentity: null }),
        record(900),
      ],
    }),
  );
  writeFileSync(path.join(folder, 'quiet.json'), JSON.stringify({ Records: [record(1)] }));
  mkdirSync(path.join(folder, 'rules'));
  writeFileSync(path.join(folder, 'rules', 'stopped.yml'), ruleText);
  writeFileSync(path.join(folder, 'rules', 'broken.yml'), 'title: [');
  writeFileSync(
    path.join(folder, 'rules', 'windows.yml'),
    ruleText.replace('aws, service: cloudtrail', 'windows, service: security'),
  );
  for (const name of ['trail', 'quiet'])
    expect((await spoor('import', `${name}.spoor`, `${name}.json`)).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('spoor detect', () => {
  it('ends with 1 where there are findings, and with 0 where there are none', async () => {
    expect(await spoor('detect', 'quiet', '--cis')).toMatchObject({ code: 0, out: '15 rules, 0 findings\n' });
    const { code, out, err } = await spoor('detect', 'trail', '--sigma', 'rules', '--cis');
    expect(code).toBe(1);
    expect(out).toMatch(/^16 rules, 7 findings\n\nlevel +rule +actor +events/);
    expect(out).toMatch(/^high +Trail stopped +alice +1 +2024-01-01T00:00:01Z/m);
    expect(out).toMatch(/^low +Calls that were refused +\(no actor\) +1/m);
    expect(out).toMatch(/^broken\.yml /m);
    expect(err).toContain('1 windows/security');
    expect(out).not.toContain('\u001b');
  });

  it('prints one JSON object with what became of the rules', async () => {
    const { out } = await spoor('detect', 'trail', '--sigma', 'rules', '--min-level', 'high', '--json');
    const said = JSON.parse(out);
    expect(said.rules).toMatchObject({
      loaded: 1,
      belowMinLevel: 0,
      unusable: [{ file: 'broken.yml', title: null }],
      passedOver: { 'windows/security': 1 },
    });
    expect(said.findings).toHaveLength(3);
    expect(said.findings[2]).toEqual({
      rule: '8a1b2c3d-0000-4000-8000-000000000001',
      title: 'Trail stopped',
      origin: 'sigma',
      level: 'high',
      tactics: ['defense-evasion'],
      actor: 'alice',
      events: 1,
      undated: 0,
      filter: expect.stringContaining('actor:=alice'),
      filterIsExact: true,
      state: 'open',
      note: '',
      first: '2024-01-01T00:00:01Z',
      last: '2024-01-01T00:00:01Z',
      markedAt: null,
      suppressed: null,
    });
    const { out: counted } = await spoor('count', 'trail', said.findings[2].filter, '--json');
    expect(JSON.parse(counted)).toMatchObject({ matched: 1 });
  });

  it('writes CSV that no spreadsheet runs', async () => {
    const { out } = await spoor('detect', 'trail', '--sigma', 'rules', '--format', 'csv');
    const [heads, ...rows] = readCsv(out);
    const actor = heads?.indexOf('actor') ?? -1;
    expect(rows.map((row) => row[actor])).toEqual(['a\u001b[31mb', "'=cmd()", 'alice']);
  });

  it('tells when alarms would have rung, and which operands are missing', async () => {
    const { out, err } = await spoor('detect', 'trail', '--cis', '--alarms', '--period', '60');
    expect(out).toMatch(/^CIS 4\.5 +2024-01-01T00:01:00Z +2024-01-01T00:02:00Z +3$/m);
    expect(out).toMatch(/^CIS 4\.8 +never$/m);
    expect(err).toContain('5 events of the case have no $.additionalEventData.MFAUsed');
    const json = await spoor('detect', 'trail', '--cis', '--alarms', '--threshold', '4', '--json');
    expect(JSON.parse(json.out).alarms).toHaveLength(15);
    expect(JSON.parse(json.out).alarms[4]).toMatchObject({
      rule: 'CIS 4.5',
      events: 3,
      rang: 0,
      intervals: [],
    });
  });

  it('refuses what it does not understand', async () => {
    expect(await spoor('detect', 'trail')).toMatchObject({ code: 2, err: expect.stringContaining('--cis') });
    expect((await spoor('detect', 'trail', '--cis', '--min-level', 'worst')).code).toBe(2);
    expect((await spoor('detect', 'trail', '--cis', '--period', '60')).code).toBe(2);
    const alarm = ['--cis', '--alarms', '--datapoints-to-alarm', '3'];
    expect((await spoor('detect', 'trail', ...alarm)).code).toBe(2);
    expect((await spoor('detect', 'trail', '--sigma', 'nowhere')).code).toBe(3);
  });
});

describe('--cloudwatch', () => {
  it('is a filter beside the filter, and tells what lacks an operand', async () => {
    const pattern = '{ $.eventName = "StopLogging" && $.errorCode != "x" || $.eventName = StopLogging }';
    const { code, out, err } = await spoor(
      'count',
      'trail',
      'actor:alice',
      '--cloudwatch',
      pattern,
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ matched: 1 });
    expect(err).toContain('4 events of the case have no $.errorCode');
    const query = await spoor('query', 'trail', '--cloudwatch', pattern, '--format', 'json');
    expect(JSON.parse(query.out)).toHaveLength(3);
    const exported = await spoor('export', 'trail', 'out.csv', '--cloudwatch', pattern, '--json');
    expect(JSON.parse(exported.out)).toMatchObject({ rows: 3 });
  });

  it('shows the place in a pattern that cannot be read', async () => {
    const { code, err } = await spoor('count', 'trail', 'actor:alice', '--cloudwatch', '{ $.eventName ! }');
    expect(code).toBe(2);
    expect(err).toContain('\n  { $.eventName ! }\n  ');
  });
});
