/** One request or frame that crossed the wire, either way. */
export interface Entry {
  /** `api`, `response_url`, `upload` and `socket` came from the app; `sent` went to it. */
  surface: 'api' | 'response_url' | 'upload' | 'socket' | 'sent';
  /** Such as `chat.postMessage`, `response_url`, `apps.connections.open`, `ack`. */
  route: string;
  at: Date;
  body: Record<string, unknown>;
  /** What the fake answered; undefined while nothing was, or when the connection was cut. */
  status?: number;
  answer?: unknown;
}

export interface Journal {
  entries: Entry[];
  add(entry: Entry): Entry;
  of(route: string): Entry[];
  /** Resolves with the nth entry of a route, now or once it comes: tests wait for a state, never for a time. */
  wait(route: string, nth?: number): Promise<Entry>;
  /** Resolves with the next entry of any route. */
  next(): Promise<Entry>;
}

export function createJournal(): Journal {
  const entries: Entry[] = [];
  let coming = Promise.withResolvers<Entry>();
  const waiting: { route: string; nth: number; resolve: (entry: Entry) => void }[] = [];
  const of = (route: string) => entries.filter((entry) => entry.route === route);
  return {
    entries,
    of,
    add(entry) {
      entries.push(entry);
      for (const { route, nth, resolve } of waiting) {
        const found = of(route)[nth - 1];
        if (found) resolve(found);
      }
      coming.resolve(entry);
      coming = Promise.withResolvers();
      return entry;
    },
    next: () => coming.promise,
    wait(route, nth = 1) {
      const found = of(route)[nth - 1];
      if (found) return Promise.resolve(found);
      return new Promise((resolve) => waiting.push({ route, nth, resolve }));
    },
  };
}
