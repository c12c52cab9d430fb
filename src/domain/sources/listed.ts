import { isDeepStrictEqual } from 'node:util';
import type { Source } from './source.ts';

/** What a desk lists beside its entries, and entries name by its id. */
export const listedKinds = ['source'] as const;
export type ListedKind = (typeof listedKinds)[number];

/** One of them as chat writes it. */
export interface Listed {
  kind: ListedKind;
  body: Source;
}

export const isListed = (type: string): type is ListedKind =>
  (listedKinds as readonly string[]).includes(type);

/** What chat says of one. `filed`: what the desk's files said of it when that was written. */
export interface Told<T> {
  body: T;
  filed?: T | undefined;
}

/** What serves: what chat says, until a file says something else than it did when chat wrote. */
export function withTold<T extends { id: string }>(filed: readonly T[], told: readonly Told<T>[]): T[] {
  if (told.length === 0) return [...filed];
  const byId = new Map(told.map((one) => [one.body.id, one]));
  const ids = new Set(filed.map(({ id }) => id));
  return [
    ...filed.map((one) => {
      const chat = byId.get(one.id);
      return chat?.filed && isSame(chat.filed, one) ? chat.body : one;
    }),
    ...told.flatMap(({ body }) => (ids.has(body.id) ? [] : [body])),
  ];
}

/** As both are kept. */
export const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
