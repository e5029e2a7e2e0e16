import type { FileStatus } from '../../contract/api.ts';
import type { SyncPlaceProgress, TrailPlace } from '../../contract/s3.ts';
import type { Database } from '../case/driver.ts';
import { noteSync, type SyncCounts } from '../case/syncs.ts';
import type { ListedItem } from '../sources/s3/list-places.ts';
import { folderFacts } from './s3-key.ts';

interface Place {
  readonly account: string;
  readonly region: string;
  done: number;
  listed: number;
  handedOn: number;
  isListed: boolean;
  notFetched: number;
}

/** Keeps count of a sync, in the case with every commit, and by account and region for whoever looks on. */
export class SyncLog {
  readonly #db: Database;
  readonly #sync: number;
  readonly #onPlaces: (places: readonly SyncPlaceProgress[]) => void;
  readonly #places = new Map<string, Place>();
  #isListed = false;
  #listed = 0;
  #handedOn = 0;
  /** With what is being committed. */
  readonly #counts = { fetched: 0, known: 0, notFetched: 0, changed: 0, bytes: 0 };
  #committed: SyncCounts = { listed: 0, ...this.#counts };

  constructor(db: Database, sync: number, onPlaces: (places: readonly SyncPlaceProgress[]) => void) {
    this.#db = db;
    this.#sync = sync;
    this.#onPlaces = onPlaces;
  }

  /** Of what is committed. */
  get counts(): SyncCounts {
    return this.#committed;
  }

  /** How many files there are; null while the listing goes on. */
  get total(): number | null {
    return this.#isListed ? this.#listed : null;
  }

  begin(places: readonly TrailPlace[]): void {
    for (const { account, region } of places) this.#place(account, region);
  }

  /**
   * Passes a listing on and counts it; the places come one after the other. Over another connection what was listed
   * and not handed on is listed again, and counted anew.
   */
  async *counted(listed: AsyncIterable<ListedItem>): AsyncGenerator<ListedItem, void, undefined> {
    this.#isListed = false;
    this.#listed = this.#handedOn;
    for (const place of this.#places.values()) place.listed = place.handedOn;
    let last: Place | null = null;
    for await (const item of listed) {
      this.#listed += 1;
      const place = this.#placeOf(item.place);
      if (place !== null) {
        if (place !== last && last !== null) last.isListed = true;
        last = place;
        place.isListed = false;
        place.listed += 1;
      }
      yield item;
    }
    for (const place of this.#places.values()) place.isListed = true;
    this.#isListed = true;
  }

  /** Of what {@link counted} gave: it will be committed, whatever becomes of the connection. */
  onHandedOn(trailPlace: TrailPlace): void {
    this.#handedOn += 1;
    const place = this.#placeOf(trailPlace);
    if (place !== null) place.handedOn += 1;
  }

  onFile(key: string, status: FileStatus, sizeBytes: number, isChanged: boolean): void {
    const facts = folderFacts(key);
    const place = facts === null ? null : this.#place(facts.account, facts.region);
    if (place !== null) place.done += 1;
    if (status === 'notFetched') {
      this.#counts.notFetched += 1;
      if (place !== null) place.notFetched += 1;
    } else if (status === 'alreadyPresent') this.#counts.known += 1;
    else {
      this.#counts.fetched += 1;
      this.#counts.bytes += sizeBytes;
    }
    if (isChanged) this.#counts.changed += 1;
  }

  inTransaction(): void {
    noteSync(this.#db, this.#sync, this.#current());
  }

  onCommitted(): void {
    this.#committed = this.#current();
    this.#onPlaces(
      [...this.#places.values()].map(({ account, region, done, listed, isListed, notFetched }) => ({
        account,
        region,
        done,
        total: isListed ? listed : null,
        notFetched,
      })),
    );
  }

  /** Null for what concerns no account: a part of the bucket that may not be listed. */
  #placeOf({ account, region }: TrailPlace): Place | null {
    return account === '' ? null : this.#place(account, region);
  }

  #current(): SyncCounts {
    return { ...this.#counts, listed: this.#listed };
  }

  #place(account: string, region: string): Place {
    const name = `${account} ${region}`;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = { account, region, done: 0, listed: 0, handedOn: 0, isListed: false, notFetched: 0 };
    this.#places.set(name, place);
    return place;
  }
}
