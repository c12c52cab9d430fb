import type { Page, Paged } from './entries.ts';

/** A reader's word that an entry is wrong. */
export interface MistakeReport {
  desk: string;
  entry: string;
  /** `slack:T…:U…` or `discord:G…:U…` */
  reporter: string;
  /** Plain text, at most 1,000 characters. */
  words: string;
  at: Date;
}

export interface OpenReport extends MistakeReport {
  /** For people to type; grows with every report of the whole store. */
  number: number;
}

/** One person's reports on one entry that are kept in one day, in UTC; editors would drown in more. */
export const reportsADay = 3;

/** The editors' list of reported mistakes. */
export interface MistakeReports {
  /**
   * `interaction` is the platform's id of the submission: the same one twice is `known` and kept once. `enough`: the
   * person has had `reportsADay` on this entry today, and nothing was kept.
   */
  add(report: MistakeReport, interaction: string): Promise<'kept' | 'known' | 'enough'>;
  /** Newest first. */
  list(desk: string, page: Page): Promise<Paged<MistakeReport>>;
}

/** What editors have still to look into. */
export interface OpenReports {
  /** Newest first. */
  open(desk: string, page: Page): Promise<Paged<OpenReport>>;
  /** Somebody has seen to it. False when it was done already, or is none of this desk. */
  done(desk: string, number: number, by: string, at: Date): Promise<boolean>;
  /** Who has seen to it; undefined while nobody has. */
  closedBy(desk: string, number: number): Promise<string | undefined>;
}

export type DefaultVisibility = 'private' | 'public';

/** What a channel has set for itself; `channel` is `slack:T…:C…` or `discord:G…:C…`. */
export interface ChannelSettings {
  visibility(channel: string): Promise<DefaultVisibility>;
  setVisibility(channel: string, visibility: DefaultVisibility, by: string, at: Date): Promise<void>;
}

/** A named lock that one process at a time holds and keeps by renewing it before it runs out. */
export interface Leases {
  /** True when `holder` has the lease now: newly taken, or renewed. */
  hold(name: string, holder: string, until: Date, now: Date): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** What must not happen a second time, though a press or a command may arrive twice, also at another process. */
export interface Once {
  /** True for the first who claims `key`, until it runs out; false for everyone after. Old claims are forgotten. */
  first(key: string, until: Date, now: Date): Promise<boolean>;
  /** Takes a claim back, where what was claimed did not happen. */
  release(key: string): Promise<void>;
}

/** State that does not fit into a button, kept until it runs out. */
export interface ButtonStates {
  /** Gives the id to put into the button: 16 characters of `A-Za-z0-9_-`. The same text has the same id. */
  keep(text: string, until: Date, now: Date): Promise<string>;
  /** Undefined for an unknown id, or one that has run out. */
  read(id: string, now: Date): Promise<string | undefined>;
}
