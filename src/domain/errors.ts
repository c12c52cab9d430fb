/** The end of every closed union: a new kind is a type error until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}

/** A failure that a retry probably fixes without anyone's help. Its message is for people, without a full stop. */
export class PassingFault extends Error {
  readonly passing = true;
}

/** Also true for errors of other modules that mark themselves as passing, such as a briefly full disk. */
export const isPassing = (error: unknown): error is Error =>
  error instanceof Error && 'passing' in error && error.passing === true;

/** Message for the person who asked; undefined if a retry is not known to help. */
export const passingWords = (error: unknown): string | undefined =>
  isPassing(error) ? `Not just now: ${error.message}. Try again in a minute.` : undefined;
