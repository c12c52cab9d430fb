import type { Json } from './json.ts';

export interface Entry {
  method: string;
  /** Without the version: `/interactions/1/abc/callback`. */
  path: string;
  route: string;
  query: string;
  authorization: string | undefined;
  body: Json | Json[] | undefined;
  /** 0: the answer was dropped or never given. */
  status: number;
}

/** Every request in the order it came, also those that a fault swallowed. */
export class Journal {
  readonly entries: Entry[] = [];

  to(route: string): Entry[] {
    return this.entries.filter((entry) => `${entry.method} ${entry.route}` === route);
  }
}
