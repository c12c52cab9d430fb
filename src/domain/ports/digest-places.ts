/** What a platform knows of people, asked at the moment of an act. None of these throws. */
export interface People {
  /** IANA name of the zone in a person's profile; undefined: not told. */
  zoneOf(person: string): Promise<string | undefined>;
  /** Whether the platform lets a person manage a channel. */
  manages(person: string, channel: string): Promise<boolean>;
}

/** The same for all platforms, with whether digests could be posted in a channel. */
export interface DigestPlaces extends People {
  /** `problem` says what to do, for the person who subscribes. */
  access(channel: string): Promise<{ ok: true } | { ok: false; problem: string }>;
}
