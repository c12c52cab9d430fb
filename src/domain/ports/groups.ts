/** Asks a platform about its groups, where it does not name them in an act. */
export interface Groups {
  /** Whether the person is in the group; what the platform does not tell is a no, and is logged. Never throws. */
  holds(group: string, person: string): Promise<boolean>;
  /** The ids of the persons in it; none where the platform does not tell. Never throws. */
  members(group: string): Promise<string[]>;
}
