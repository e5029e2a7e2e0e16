import { machineCalls } from './background.ts';
import { deliveries } from './delivery.ts';
import { incidentCalls } from './incident.ts';
import { logFile, oddFiles, type SampleFile } from './oddities.ts';
import { workCalls } from './people.ts';
import { Random } from './random.ts';
import { recordOf } from './record.ts';

const defaultSeed = 20_260_304;

/**
 * The files of the sample case: five days of an invented company of three accounts, with an incident in the night
 * from Wednesday to Thursday. About 20,000 events; the same bytes for the same seed and the same zlib.
 */
export function* sampleFiles(seed = defaultSeed): Generator<SampleFile> {
  const random = new Random(seed);
  const records = [...machineCalls(random), ...workCalls(random), ...incidentCalls(random)]
    .sort((a, b) => a.atMs - b.atMs)
    .map((call) => recordOf(call, random));
  const whole = [...deliveries(records, random)];
  for (const delivery of whole) yield logFile(delivery);
  yield* oddFiles(whole, random);
}
