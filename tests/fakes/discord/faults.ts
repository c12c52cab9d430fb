/**
 * A fault on demand. before: the request has no effect. after: it has, and the answer is spoilt.
 * late: the caller gets no answer, and the effect lands when the test says so.
 */
export interface Fault {
  /** As in the coverage list: `POST /webhooks/:application/:token`. */
  route: string;
  /** Only the nth such request from now, counting from 1; none: the next ones. */
  nth?: number;
  count?: number;
  when: 'before' | 'after';
  kind: '429' | 'status' | 'drop' | 'hang' | 'garbage' | 'raw' | 'slow' | 'late';
  status?: number;
  /** raw: answers 200 with just these bytes, as something between us and Discord may. */
  body?: string;
  contentType?: string;
  /** Seconds; null: a 429 that names none. */
  retryAfter?: number | null;
  /** A 429 that holds for every route. */
  global?: boolean;
}

interface Armed extends Fault {
  seen: number;
  left: number;
}

export class FaultPlan {
  #armed: Armed[] = [];
  #held: (() => void)[] = [];

  plan(fault: Fault): void {
    this.#armed.push({ ...fault, seen: 0, left: fault.count ?? 1 });
  }

  /** The fault that meets this request, if one does. A test may put its own in place, and decide by what is asked. */
  meet: (route: string, body?: unknown) => Fault | undefined = (route) => {
    for (const fault of this.#armed) {
      if (fault.route !== route || fault.left === 0) continue;
      fault.seen += 1;
      if (fault.nth !== undefined && fault.seen < fault.nth) continue;
      fault.left -= 1;
      return fault;
    }
    return undefined;
  };

  /** Keeps an answer, or an effect, until `release`. */
  hold(run: () => void): void {
    this.#held.push(run);
  }

  release(): void {
    for (const run of this.#held.splice(0)) run();
  }
}
