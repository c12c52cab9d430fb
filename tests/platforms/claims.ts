import type { ButtonStates, Once } from '../../src/domain/ports/chat.ts';

/** What may happen once, in memory. */
export const onceIn = (claimed: Map<string, Date>): Once => ({
  async first(key, until, now) {
    const held = claimed.get(key);
    if (held && held > now) return false;
    claimed.set(key, until);
    return true;
  },
  release: async (key) => void claimed.delete(key),
});

/** States of buttons, in memory. */
export const statesIn = (kept: Map<string, { text: string; until: Date }>): ButtonStates => ({
  async keep(text, until) {
    const id = String(kept.size).padStart(16, '0');
    kept.set(id, { text, until });
    return id;
  },
  async read(id, now) {
    const found = kept.get(id);
    return found && found.until > now ? found.text : undefined;
  },
});
