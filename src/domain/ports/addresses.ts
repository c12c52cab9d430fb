/** What two ways to write an address have in common. */
export interface Addresses {
  /** Without fragment and tracking parameters; undefined for what is no public web address. */
  clean(address: string): string | undefined;
  /** One form for all ways to write it. Never shown. */
  key(address: string): string;
}
