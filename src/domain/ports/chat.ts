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

/** The editors' list of reported mistakes. */
export interface MistakeReports {
  /** `interaction` is the platform's id of the submission: the same one twice is kept once, and answers false. */
  add(report: MistakeReport, interaction: string): Promise<boolean>;
  /** Newest first. */
  list(desk: string, limit: number): Promise<MistakeReport[]>;
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
