/** The processes on one store, as those that hold leases. */
export interface Holders {
  /** Names what takes leases in this process: no other process has that name, nor this one after its next start. */
  name(part: string): string;
  /**
   * What was leased by processes that are certainly gone may be leased at once. Certain is only the embedded store, on
   * the machine that they ran on; elsewhere leases run out.
   */
  takeOver(now: Date): Promise<void>;
}
