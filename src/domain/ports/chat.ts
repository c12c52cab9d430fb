import type { Page, Paged } from './entries.ts';

/** A reader's report that an entry is wrong. */
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
  /** Sequential number over the whole store, for people to type. */
  number: number;
}

/** Limit of reports per person, entry and UTC day. */
export const reportsADay = 3;

/** The editors' list of reported mistakes. */
export interface MistakeReports {
  /**
   * `interaction` is the platform's id of the submission; a repeated one is `known` and stored once. `enough`: the
   * person has reached `reportsADay` for this entry today; nothing was stored.
   */
  add(report: MistakeReport, interaction: string): Promise<'kept' | 'known' | 'enough'>;
  /** Newest first. */
  list(desk: string, page: Page): Promise<Paged<MistakeReport>>;
}

/** Reports that no editor has closed. */
export interface OpenReports {
  /** Newest first. */
  open(desk: string, page: Page): Promise<Paged<OpenReport>>;
  /** Closes a report. False if it was closed already or belongs to another desk. */
  done(desk: string, number: number, by: string, at: Date): Promise<boolean>;
  /** Who closed it; undefined while it is open. */
  closedBy(desk: string, number: number): Promise<string | undefined>;
}

/** A question that the desk could not answer, as it is counted. Who asked is not kept. */
export interface Unanswered {
  /** How it was read: questions that are read alike are counted together. */
  key: string;
  /** As the last one who asked wrote it; plain text of outside. */
  question: string;
  /** What it says, as values of the form for a fact. */
  about: Record<string, string>;
}

export interface Gap extends Omit<Unanswered, 'key'> {
  /** Sequential number over the whole store, for people to type. */
  number: number;
  times: number;
  last: Date;
}

/** Most questions kept of a desk; beyond it the rarest go. */
export const mostGaps = 500;

/** Questions without an answer. */
export interface Gaps {
  /** One that was dismissed stays so; one that was written for is open again. */
  count(desk: string, asked: Unanswered, at: Date): Promise<void>;
  /** Open ones, the most frequent first. */
  open(desk: string, page: Page): Promise<Paged<Gap>>;
  /** Undefined unless it is open. */
  get(desk: string, number: number): Promise<Gap | undefined>;
  /** False if it is not open, or belongs to another desk. */
  close(desk: string, number: number, how: 'written' | 'dismissed', by: string, at: Date): Promise<boolean>;
}

export type DefaultVisibility = 'private' | 'public';

/** Settings of a channel; `channel` is `slack:T…:C…` or `discord:G…:C…`. */
export interface ChannelSettings {
  visibility(channel: string): Promise<DefaultVisibility>;
  setVisibility(channel: string, visibility: DefaultVisibility, by: string, at: Date): Promise<void>;
}

/** A named lock held by one process at a time, which renews it before it expires. */
export interface Leases {
  /** Takes or renews the lease. True if `holder` has it now. */
  hold(name: string, holder: string, until: Date, now: Date): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** Deduplicates presses and commands that arrive twice, also at different processes. */
export interface Once {
  /** True for the first claim of `key`, false for others until it expires. */
  first(key: string, until: Date, now: Date): Promise<boolean>;
  /** Releases a claim whose work did not happen. */
  release(key: string): Promise<void>;
}

/** State too long for a button, stored until it expires. */
export interface ButtonStates {
  /** Resolves to the id for the button, 16 characters of `A-Za-z0-9_-`. Equal texts have equal ids. */
  keep(text: string, until: Date, now: Date): Promise<string>;
  /** Undefined for an unknown or expired id. */
  read(id: string, now: Date): Promise<string | undefined>;
}
