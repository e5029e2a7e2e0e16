import { AppError } from '../../contract/errors.ts';
import type { Command, ExitCode } from '../command.ts';
import { note, print } from '../output.ts';
import { openCase, waitForJob, withEngine } from '../session.ts';
import { terminalJson } from '../terminal-text.ts';

export const indexCommand: Command = {
  name: 'index',
  summary: 'Makes searching the records of a case faster, at some 40 bytes an event.',
  usage: 'CASE [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'end with one JSON object of what the case has now' },
  example: 'spoor index review.spoor',
  notes:
    'Where a case is open on a page this is done by itself. Events that come later are searched without it until it is run again; a rebuild of the index drops it. Exit code 1: cancelled.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const info = await openCase(engine, target, 'write');
      const { job } = await engine.call('skipIndex.start', { case: info.case });
      const ended = await waitForJob(engine, job);
      if (ended.error !== null) throw AppError.fromShape(ended.error);
      const size = await engine.call('skipIndex.size', { case: info.case });
      const elapsedMs = (ended.endedAtMs ?? ended.startedAtMs) - ended.startedAtMs;
      await print(args.has('json') ? `${terminalJson({ ...size, elapsedMs })}\n` : sentence(size, elapsedMs));
      if (ended.state !== 'cancelled') return 0;
      note('Cancelled. What was done is kept; run it again to go on.');
      return 1;
    }),
};

function sentence({ events, bytes }: { events: number; bytes: number }, elapsedMs: number): string {
  const perEvent = events === 0 ? 0 : bytes / events;
  return `${events.toLocaleString('en')} events in the index, ${(bytes / 1e6).toFixed(1)} MB: ${perEvent.toFixed(1)} bytes an event (${(elapsedMs / 1000).toFixed(1)} s)\n`;
}
