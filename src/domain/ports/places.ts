/**
 * Who sees what is shown there. internal: people of the house alone, a workspace or a server. shared: others too, as in
 * a channel that two workspaces share.
 */
export type Place = 'internal' | 'shared';

/** What a platform knows of where things are shown. None of these throws. */
export interface Places {
  /** One that the bot cannot look into counts as shared. Undefined: the platform does not tell at the moment. */
  ofChannel(channel: string): Promise<Place | undefined>;
  /**
   * Where a person sees what they alone are shown: a guest takes it out of the house, and so may anyone of whom the
   * platform does not tell at the moment whose they are.
   */
  ofPerson(person: string): Promise<Place>;
}
