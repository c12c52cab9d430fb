/**
 * A turn that is taken one at a time: asked for meanwhile, it is taken once more after. Resolves when nobody asks any
 * more, or once it is stopped. The turn must not reject.
 */
export function oneAtATime(turn: () => Promise<void>, stopped: () => boolean): () => Promise<void> {
  let under: Promise<void> | undefined;
  let asked = false;
  async function untilDone(): Promise<void> {
    while (asked && !stopped()) {
      asked = false;
      await turn();
    }
    under = undefined;
  }
  return async () => {
    asked = true;
    under ??= untilDone();
    await under;
  };
}
