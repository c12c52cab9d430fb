/** Ends a closed union: a kind added later fails the type check wherever its look is not decided. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected kind: ${JSON.stringify(value)}`);
}
