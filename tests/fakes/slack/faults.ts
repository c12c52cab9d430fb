/** Something that goes wrong on demand, on the nth call of a route or on the next `count` of them. */
export interface Fault {
  route: string;
  /** The call that fails, counted from 1 since the fault was set; without it the next `count` do. */
  nth?: number;
  count?: number;
  /** Whether the effect has happened when it goes wrong: after, the message is there and the answer is lost. */
  when: 'before' | 'after';
  kind:
    | { type: '429'; retryAfter?: number }
    | { type: 'status'; status: number }
    | { type: 'drop' }
    | { type: 'hang' }
    | { type: 'garbage' }
    /** Answers rightly, once this resolves. */
    | { type: 'slow'; until: Promise<void> }
    /** Answers 200 with this. */
    | { type: 'answer'; answer: unknown }
    /** Answers with just these bytes, as something between us and Slack may. */
    | { type: 'raw'; body: string; contentType?: string; status?: number }
    /** The effect lands after the client has given up and closed the connection, and once this resolves. */
    | { type: 'late'; until?: Promise<void> };
}

export interface Faults {
  set(fault: Fault): void;
  /** Nothing goes wrong any more. */
  clear(): void;
  /** The fault that this call of the route meets, if any. A test may decide by what is asked. */
  take(route: string, body?: unknown): Pick<Fault, 'when' | 'kind'> | undefined;
}

export function createFaults(): Faults {
  let armed: { fault: Fault; seen: number }[] = [];
  return {
    set: (fault) => void armed.push({ fault, seen: 0 }),
    clear() {
      armed = [];
    },
    take(route) {
      for (const each of armed) {
        if (each.fault.route !== route) continue;
        each.seen += 1;
        const { nth, count = 1 } = each.fault;
        const last = nth ?? count;
        const met = nth === undefined ? each.seen <= count : each.seen === nth;
        if (each.seen >= last) armed = armed.filter((other) => other !== each);
        if (met) return each.fault;
      }
      return undefined;
    },
  };
}
