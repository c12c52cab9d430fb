/** The line that answers what a digest held and did not fit, for whoever presses its button. */
export function moreCommand(delivery: string): string {
  return `/deskwire digest more ${delivery}`;
}
