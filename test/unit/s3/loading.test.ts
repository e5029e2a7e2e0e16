import path from 'node:path';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { startTestEngine } from '../../support/engine.ts';
import { startFaultS3 } from '../../support/fault-s3.ts';
import { keys } from './desk.ts';
import { placeAt, reader } from './place.ts';

const electron = path.resolve(import.meta.dirname, '../../../electron');

it('no program loads the AWS SDK when it starts: it takes longer than all the rest', async () => {
  const bundle = await rolldown({
    input: ['main/index.ts', 'utility/index.ts', 'cli/index.ts', 'engine/workers/ingest-thread.ts'].map(
      (file) => path.join(electron, file),
    ),
    external: ['electron', '@photostructure/sqlite', /^node:/],
    platform: 'node',
    tsconfig: false,
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const chunks = new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])));
  const atStart = new Set(
    [...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
  );
  for (const name of atStart) for (const imported of chunks.get(name)?.imports ?? []) atStart.add(imported);
  const withSdk = [...chunks.values()].filter(({ moduleIds }) =>
    moduleIds.some((id) => id.includes('@aws-sdk')),
  );
  expect(withSdk.length).toBeGreaterThan(0);
  expect(withSdk.filter(({ fileName }) => atStart.has(fileName)).map(({ fileName }) => fileName)).toEqual([]);
});

it('the SDK writes nothing about the version of Node on the terminal', async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on('warning', listen);
  const server = await startFaultS3({ credentials: [reader] });
  const { engine, stop } = await startTestEngine();
  try {
    const result = await engine.call('s3.connect', {
      place: placeAt(server.url),
      signIn: keys,
      mfaCode: null,
      caFile: null,
    });
    expect([result.kind, warnings]).toEqual(['connected', []]);
  } finally {
    process.off('warning', listen);
    await stop();
    await server.stop();
  }
});
