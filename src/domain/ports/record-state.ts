/** Names the state of the record that readers' answers are made from. */
export interface RecordState {
  /**
   * Two equal words, and nothing that anybody may be shown has changed in between: no process has published,
   * corrected or withdrawn an entry, and no embargo has ended. Days are not in it.
   */
  at(now: Date): Promise<string>;
}
