import type { NamedLog } from './digest.ts';
import { type Origin, originText } from './evidence.ts';
import { deliveredName } from './place.ts';
import type { Judged } from './proof-graph.ts';

/** One digest's word on one log file. */
export interface Mention {
  readonly log: NamedLog;
  readonly by: Judged;
}

/** A log file that digests name. */
export interface NamedFile {
  readonly origin: Origin;
  readonly mentions: Mention[];
}

/** All log files that the digests of a case name, to be found by place, by name, and by content. */
export class NamedLogs {
  readonly #byOrigin = new Map<string, NamedFile>();
  readonly #byName = new Map<string, Set<NamedFile>>();
  /** Made when it is asked for: most cases hold nothing that moved. */
  #byHash: Map<string, Set<NamedFile>> | null = null;
  /** The digests that say something new. */
  readonly #digests: Judged[] = [];

  constructor(digests: Iterable<Judged>) {
    const seen = new Set<string>();
    for (const by of digests) {
      const { digest, sha256 } = by.file;
      if (digest === null) continue;
      // The copy of a digest says nothing new; standing is kept apart, because a copy may lack what proves it.
      const said = `${originText(digest)} ${sha256} ${by.standing}`;
      if (seen.has(said)) continue;
      seen.add(said);
      this.#digests.push(by);
      for (const log of digest.logFiles) this.#add(log, by);
    }
  }

  get all(): Iterable<NamedFile> {
    return this.#byOrigin.values();
  }

  at(origin: Origin): NamedFile | null {
    return this.#byOrigin.get(originText(origin)) ?? null;
  }

  withName(key: string): readonly NamedFile[] {
    return [...(this.#byName.get(deliveredName(key)) ?? [])];
  }

  withHash(sha256: string): Iterable<NamedFile> {
    this.#byHash ??= this.#sortByHash();
    return this.#byHash.get(sha256) ?? [];
  }

  #add(log: NamedLog, by: Judged): void {
    const text = originText(log);
    let file = this.#byOrigin.get(text);
    if (file === undefined) {
      file = { origin: { bucket: log.bucket, key: log.key }, mentions: [] };
      this.#byOrigin.set(text, file);
      append(this.#byName, deliveredName(log.key), file);
    }
    file.mentions.push({ log, by });
  }

  #sortByHash(): Map<string, Set<NamedFile>> {
    const byHash = new Map<string, Set<NamedFile>>();
    for (const { file, standing } of this.#digests) {
      // What an altered digest names by its content alone would make authentic files look moved.
      if (standing === 'void') continue;
      for (const log of file.digest?.logFiles ?? []) {
        const named = this.at(log);
        if (named !== null) append(byHash, log.hash, named);
      }
    }
    return byHash;
  }
}

function append(map: Map<string, Set<NamedFile>>, key: string, file: NamedFile): void {
  const files = map.get(key);
  if (files === undefined) map.set(key, new Set([file]));
  else files.add(file);
}
