/** The end of every closed union: a new kind is a type error until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}

/** What the next try is likely to mend: nobody has to do anything. Its message is for people, without a full stop. */
export class PassingFault extends Error {
  readonly passing = true;
}

/** Also of errors of other rooms that say so of themselves, such as a store on a disk that is full for the moment. */
export const isPassing = (error: unknown): error is Error =>
  error instanceof Error && 'passing' in error && error.passing === true;

/** What whoever asked is told of it; undefined where trying again is not known to help. */
export const passingWords = (error: unknown): string | undefined =>
  isPassing(error) ? `Not just now: ${error.message}. Try again in a minute.` : undefined;
