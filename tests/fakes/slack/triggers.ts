/** "trigger_id must be used within 3 s", and once. */
const lifetimeMs = 3000;

export interface Triggers {
  issue(): string;
  /** Why a view cannot be opened with it, or undefined after using it up. */
  use(id: unknown): 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' | undefined;
}

export function createTriggers(clock: () => Date): Triggers {
  const issued = new Map<string, { at: number; used: boolean }>();
  return {
    issue() {
      const id = `${issued.size + 1}.1.trigger`;
      issued.set(id, { at: clock().getTime(), used: false });
      return id;
    },
    use(id) {
      const trigger = issued.get(String(id));
      if (!trigger) return 'invalid_trigger_id';
      if (trigger.used) return 'exchanged_trigger_id';
      if (clock().getTime() - trigger.at > lifetimeMs) return 'expired_trigger_id';
      trigger.used = true;
      return undefined;
    },
  };
}
