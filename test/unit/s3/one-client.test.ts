import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const electron = path.resolve(import.meta.dirname, '../../../electron');

it('one file imports the S3 client', () => {
  const files = readdirSync(electron, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const importing = files.filter((file) =>
    readFileSync(path.join(electron, file), 'utf8').includes("from '@aws-sdk/client-s3'"),
  );
  expect(importing.map((file) => file.split(path.sep).join('/'))).toEqual(['engine/sources/s3/s3-client.ts']);
});
