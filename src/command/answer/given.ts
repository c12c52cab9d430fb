type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The options that were given: a query says nothing about what was not asked. */
export function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;
}
