/** When the last requests of an account began, for all processes on one database: they keep its pace together. */
export interface Turns {
  /**
   * One short transaction. `decide` gets the account's last turns, instants in milliseconds in order, and says which
   * they are from now on. It may be asked again, after a transaction that was taken back.
   */
  change<T>(account: string, decide: (turns: readonly number[]) => Decided<T>): Promise<T>;
}

export interface Decided<T> {
  turns: readonly number[];
  answer: T;
}
