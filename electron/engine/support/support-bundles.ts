import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { ExportResult } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { SupportBundle, SupportFile } from '../../contract/support.ts';
import { createOutput, refuseExisting } from '../export/output-file.ts';

/** What was shown last; one that is older is asked for again. */
const mostKept = 4;

/** Support bundles between being shown and being saved: what is written is what was read. */
export class SupportBundles {
  readonly #shown = new Map<string, readonly SupportFile[]>();

  keep(files: readonly SupportFile[]): SupportBundle {
    const bundle = randomUUID();
    this.#shown.set(bundle, files);
    for (const old of [...this.#shown.keys()].slice(0, -mostKept)) this.#shown.delete(old);
    return { bundle, files: [...files] };
  }

  /** @throws AppError `not-found` for a bundle that is not shown any more; `already-exists`, `disk-full`, `not-allowed` */
  async save(bundle: string, target: string, overwrite: boolean): Promise<ExportResult> {
    const startedMs = performance.now();
    const files = this.#shown.get(bundle);
    if (files === undefined)
      throw new AppError('not-found', 'This support bundle is not kept any more.', {
        advice: 'Make it again.',
      });
    if (!overwrite) await refuseExisting(target);
    const output = await createOutput(target);
    try {
      await output.write(zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)]))));
      await output.finish();
      await output.publish(overwrite);
      const { bytes } = output;
      const elapsedMs = performance.now() - startedMs;
      return { name: path.basename(target), rows: files.length, bytes, sha256: output.sha256(), elapsedMs };
    } finally {
      await output.discard();
    }
  }
}
