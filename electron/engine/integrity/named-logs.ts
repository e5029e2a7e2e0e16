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
  /** Names are unique, but for what was copied or forged: those are kept by their origins. */
  readonly #byName = new Map<string, NamedFile | Map<string, NamedFile>>();
  /** Made when it is asked for: most cases hold nothing that moved. */
  #byHash: Map<string, Set<NamedFile>> | null = null;

  constructor(digests: Iterable<Judged>) {
    const seen = new Set<string>();
    for (const by of digests) {
      const { digest, sha256 } = by.file;
      if (digest === null || digest.logFiles.length === 0) continue;
      // The copy of a digest says nothing new; standing is kept apart, because a copy may lack what proves it.
      const said = `${originText(digest)} ${sha256} ${by.standing}`;
      if (seen.has(said)) continue;
      seen.add(said);
      for (const log of digest.logFiles) this.#add(log, by);
    }
  }

  *all(): Generator<NamedFile, void, undefined> {
    for (const named of this.#byName.values()) {
      if (named instanceof Map) yield* named.values();
      else yield named;
    }
  }

  at(origin: Origin): NamedFile | null {
    const named = this.#byName.get(deliveredName(origin.key));
    if (named === undefined) return null;
    if (named instanceof Map) return named.get(originText(origin)) ?? null;
    return named.origin.key === origin.key && named.origin.bucket === origin.bucket ? named : null;
  }

  withName(key: string): readonly NamedFile[] {
    const named = this.#byName.get(deliveredName(key));
    if (named === undefined) return nobody;
    return named instanceof Map ? [...named.values()] : [named];
  }

  withHash(sha256: string): Iterable<NamedFile> {
    this.#byHash ??= this.#sortByHash();
    return this.#byHash.get(sha256) ?? nobody;
  }

  #add(log: NamedLog, by: Judged): void {
    const mention = { log, by };
    const known = this.at(log);
    if (known !== null) {
      known.mentions.push(mention);
      return;
    }
    const file: NamedFile = { origin: log, mentions: [mention] };
    const name = deliveredName(log.key);
    const namesakes = this.#byName.get(name);
    if (namesakes === undefined) this.#byName.set(name, file);
    else if (namesakes instanceof Map) namesakes.set(originText(log), file);
    else this.#byName.set(name, new Map([namesakes, file].map((one) => [originText(one.origin), one])));
  }

  #sortByHash(): Map<string, Set<NamedFile>> {
    const byHash = new Map<string, Set<NamedFile>>();
    for (const file of this.all()) {
      for (const { log, by } of file.mentions) {
        // What an altered digest names by its content alone would make authentic files look moved.
        if (by.standing === 'void') continue;
        const files = byHash.get(log.hash);
        if (files === undefined) byHash.set(log.hash, new Set([file]));
        else files.add(file);
      }
    }
    return byHash;
  }
}

const nobody: readonly NamedFile[] = [];
