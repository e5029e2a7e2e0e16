/** News for one listener, kept while nobody listens, so that a component mounted late (or twice) misses none. */
export interface Mailbox<T> {
  deliver(news: T): void;
  /** The last one to listen gets the news. Ends when called back. */
  listen(listener: (news: T) => void): () => void;
}

export function createMailbox<T>(): Mailbox<T> {
  const kept: T[] = [];
  let current: ((news: T) => void) | undefined;
  return {
    deliver(news) {
      if (current === undefined) kept.push(news);
      else current(news);
    },
    listen(listener) {
      current = listener;
      for (const news of kept.splice(0)) listener(news);
      return () => {
        if (current === listener) current = undefined;
      };
    },
  };
}
