import { describe, expect, it } from 'vitest';
import { loggingState } from '../../../electron/contract/integrity.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { arn, at, home, loggingCases, s3Selectors, selectorsChange, started } from './logging-cases.ts';

const caseOf = loggingCases();
const described = (more: object = {}) => ({
  trailList: [
    {
      ...{
        Name: 'main',
        TrailARN: arn,
        HomeRegion: home,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
      },
      ...{ LogFileValidationEnabled: true, IncludeGlobalServiceEvents: true, ...more },
    },
  ],
});

describe('what a trail recorded at a time', () => {
  it('is what its changes say, one after the other', async () => {
    const info = await caseOf([
      ...started,
      { name: 'UpdateTrail', hour: -3, parameters: { name: arn, enableLogFileValidation: true } },
      selectorsChange(-2, s3Selectors('arn:aws:s3:::acme-records/')),
      { name: 'PutInsightSelectors', hour: -1, parameters: { trailName: 'main', insightSelectors: [] } },
      { name: 'StopLogging', hour: 1, parameters: { name: arn } },
      { name: 'DeleteTrail', hour: 3 },
    ]);
    const [state, ...others] = info.states(0);
    expect(others).toEqual([]);
    expect(loggingState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      ...{ trail: 'main', arn, homeRegion: home, isLogging: true, sinceMs: at(-4), validates: true },
      ...{ isMultiRegion: true, isOrganization: false },
      selectors: ['All management events', 'All S3 object events in bucket acme-records'],
    });
    expect(state?.evidence.map(({ sentence }) => sentence)).toEqual([
      'main was created; a new trail logs only once it is started.',
      'Logging of main was started.',
      'Settings of main were changed.',
      'What main selects was changed.',
    ]);
    expect(state?.evidence.every(({ event }) => event !== null)).toBe(true);
    expect(info.states(-3.5)).toMatchObject([{ validates: false, selectors: ['All management events'] }]);
    expect(info.states(-4.5)).toMatchObject([{ isLogging: false }]);
    expect(info.states(2)).toMatchObject([{ isLogging: false, sinceMs: at(1) }]);
    expect(info.states(4)).toMatchObject([{ isLogging: false, selectors: null, validates: null }]);
  });

  it('starts anew with a trail that is created again', async () => {
    const info = await caseOf([
      ...started,
      selectorsChange(-3, s3Selectors('arn:aws:s3')),
      { name: 'DeleteTrail', hour: -2 },
      { name: 'CreateTrail', hour: 1 },
      { name: 'StartLogging', hour: 2 },
    ]);
    expect(info.states(0)).toMatchObject([{ isLogging: false, selectors: null }]);
    expect(info.states(1.5)).toMatchObject([{ isLogging: false, selectors: ['All management events'] }]);
    expect(info.states(3)).toMatchObject([{ isLogging: true, isMultiRegion: false }]);
  });

  it('takes the changes of one second in the order in which they must have come', async () => {
    const parameters = { name: 'main', isMultiRegionTrail: true };
    const info = await caseOf([
      selectorsChange(0, s3Selectors('arn:aws:s3')),
      { name: 'StartLogging', hour: 0 },
      { name: 'CreateTrail', hour: 0, parameters },
    ]);
    expect(info.states(1)).toMatchObject([
      { isLogging: true, isMultiRegion: true, selectors: ['All management events', 'All S3 object events'] },
    ]);
  });

  it('is not known where one second has a start and a stop, or an end and a beginning', async () => {
    const turned = await caseOf([
      ...started,
      { name: 'StopLogging', hour: 0 },
      { name: 'StartLogging', hour: 0 },
    ]);
    expect(turned.states(1)).toMatchObject([{ isLogging: null, sinceMs: null, isMultiRegion: true }]);
    const remade = await caseOf([
      ...started,
      { name: 'DeleteTrail', hour: 0 },
      { name: 'CreateTrail', hour: 0 },
    ]);
    expect(remade.states(1)).toMatchObject([{ isLogging: null, isMultiRegion: null, selectors: null }]);
  });

  it('is not known up to a change that what is known does not account for', async () => {
    const remade = await caseOf([...started, { name: 'CreateTrail', hour: 2 }]);
    expect(remade.states(0)).toMatchObject([{ isLogging: null, selectors: null }]);
    const revived = await caseOf([
      ...started,
      { name: 'DeleteTrail', hour: 0 },
      { name: 'StopLogging', hour: 2 },
    ]);
    expect(revived.states(1)).toMatchObject([{ isLogging: null }]);
  });

  it('leaves failed calls out, and those that name no trail', async () => {
    const info = await caseOf([
      ...started,
      { name: 'StopLogging', hour: -3, record: { errorCode: 'AccessDenied' } },
      { name: 'StopLogging', hour: -3, parameters: null },
      { name: 'StopLogging', hour: -3, parameters: 'main' },
      { name: 'StopLogging', hour: -3, parameters: { name: ['main'] } },
      { name: 'StopLogging', hour: -3, parameters: { name: 'main\u0000' } },
      { name: 'DeleteTrail', hour: -3, parameters: { name: { toString: 'main' } } },
      { name: 'DeleteTrail', hour: -3, parameters: { name: 'arn:aws:s3:::main' } },
      { name: 'StopLogging', hour: -3, record: { eventSource: 'other.amazonaws.com' } },
    ]);
    expect(info.states(0)).toMatchObject([{ trail: 'main', isLogging: true }]);
  });

  it('forgets what was known where a successful change cannot be read', async () => {
    const info = await caseOf([
      ...started,
      { name: 'PutEventSelectors', hour: -1, parameters: { trailName: 'main', eventSelectors: 'all' } },
      { name: 'UpdateTrail', hour: -1, parameters: { name: 'main', isMultiRegionTrail: 'true' } },
    ]);
    expect(info.states(-2)).toMatchObject([{ selectors: ['All management events'] }]);
    expect(info.states(0)).toMatchObject([{ isLogging: true, isMultiRegion: null, selectors: null }]);
    const other = await caseOf([
      { name: 'CreateTrail', hour: -1, parameters: 'x'.repeat(100), answer: { trailARN: arn } },
    ]);
    expect(other.states(0)).toMatchObject([{ isLogging: false, isMultiRegion: null }]);
    const answer = { trailARN: arn, isMultiRegionTrail: true, logFileValidationEnabled: false };
    const answered = await caseOf([
      { name: 'CreateTrail', hour: -1, parameters: { name: 'main', omitted: true }, answer },
    ]);
    expect(answered.states(0)).toMatchObject([
      { isMultiRegion: true, validates: false, isOrganization: null },
    ]);
  });

  it('counts a record once, however often it was delivered, and finds it under its account and region', async () => {
    const stop = { name: 'StopLogging', hour: -1, record: { eventID: 'a', recipientAccountId: undefined } };
    const info = await caseOf([...started, stop, stop]);
    expect(info.states(0)).toMatchObject([{ isLogging: false }]);
    expect(info.states(0)[0]?.evidence.filter(({ sentence }) => sentence.includes('stopped'))).toHaveLength(
      1,
    );
  });

  it('tells trails of one name apart by their region and account', async () => {
    const info = await caseOf([
      ...started,
      { name: 'CreateTrail', hour: -3, record: { awsRegion: 'us-east-1' } },
      { name: 'StopLogging', hour: -2, parameters: { name: arn.replace(home, 'us-east-1') } },
      { name: 'CreateTrail', hour: -3, record: { recipientAccountId: '444455556666' } },
    ]);
    expect(info.states(0).map((state) => [state.arn, state.isLogging])).toEqual([[arn, true]]);
    expect(info.states(0, { region: 'us-east-1' })).toHaveLength(2);
    expect(info.states(0, { account: '444455556666' })).toMatchObject([{ isLogging: false }]);
  });

  it('is what the trail said of itself, from then on and not before', async () => {
    const info = await caseOf([], {
      'trails.json': described(),
      'status-main.json': {
        IsLogging: true,
        StartLoggingTime: at(-2) / 1000,
        StopLoggingTime: at(-3) / 1000,
      },
      'selectors.json': { TrailARN: arn, ...upper(s3Selectors('arn:aws:s3')) },
    });
    const later = (Date.now() + 60_000 - at(0)) / 3_600_000;
    expect(info.states(later)).toMatchObject([
      { isLogging: true, sinceMs: at(-2), validates: true, isMultiRegion: true, isOrganization: false },
    ]);
    expect(info.states(later)[0]?.selectors).toHaveLength(2);
    // The last start and the last stop are dated; all else only by the file.
    expect(info.states(0)).toMatchObject([
      { isLogging: true, sinceMs: at(-2), validates: null, selectors: null },
    ]);
    expect(info.states(-2.5)).toMatchObject([{ isLogging: false, sinceMs: at(-3) }]);
    expect(info.states(-4)).toMatchObject([{ isLogging: null }]);
  });

  it('is not stretched up to a state that differs', async () => {
    const info = await caseOf(started, { 'trails.json': described({ IsMultiRegionTrail: false }) });
    expect(info.states(0)).toMatchObject([{ isLogging: true, isMultiRegion: null, isOrganization: false }]);
    expect(info.states(0)[0]?.evidence.map(({ sentence }) => sentence)).toContain(
      'DescribeTrails in an imported file describes main.',
    );
  });

  it('is logging where a digest covers the time, and not known where that contradicts what is known', async () => {
    const trail = new TestTrail({ key: makeKey(), startMs: at(0) }).write(2);
    const digests = Object.fromEntries(trail.objects.map(({ key, bytes }) => [key, bytes]));
    const info = await caseOf([], digests);
    expect(info.states(1.5)).toMatchObject([
      { trail: 'main', isLogging: true, validates: true, selectors: null },
    ]);
    expect(info.states(1.5)[0]?.evidence).toMatchObject([
      { sentence: 'A digest of main covers this time: it was logging, and validation was on.', atMs: at(2) },
    ]);
    expect(info.states(-0.5)).toEqual([]);
    expect(info.states(2.5)).toEqual([]);
    const stopped = await caseOf([...started, { name: 'StopLogging', hour: 0.5 }], digests);
    expect(stopped.states(0.2)).toMatchObject([{ isLogging: true }]);
    expect(stopped.states(0.8)).toMatchObject([{ isLogging: false }]);
    expect(stopped.states(1.5)).toMatchObject([{ isLogging: null }]);
  });

  it('is nothing where the case says nothing', async () => {
    const info = await caseOf([{ name: 'DescribeTrails', hour: 0, parameters: {} }]);
    expect(info.states(0)).toEqual([]);
    expect(info.states(0, { account: '', region: '' })).toEqual([]);
  });
});

/** As the AWS CLI prints them. */
function upper(selectors: object): object {
  return JSON.parse(
    JSON.stringify(selectors).replace(
      /"([a-z])(\w*)":/g,
      (_, a: string, b: string) => `"${a.toUpperCase()}${b}":`,
    ),
  );
}
