import { LRUCache } from 'lru-cache';
import { type Action, type ActionCodec, anyoneOf, type Binding } from '../button-actions.ts';
import type { Reply } from '../reply.ts';

/** For whom and how a reply is rendered. All else that its messages depend on is part of the reply or of `as`. */
interface Rendering {
  reply: Reply;
  /** The line that was asked, with how its answer is shown. */
  as: string;
  actions: ActionCodec;
  binding: Binding;
}

/** A state that was encoded for a button. */
interface Made {
  action: Action;
  binding: Binding;
  limit: number;
}

interface Kept<M> extends Rendering {
  messages: M;
  made: ReadonlyMap<string, Made>;
  /** Made when the messages are used again for the first time. */
  refill?: Refill | undefined;
}

/** Characters of the messages that are kept, as JSON. */
const mostCharacters = 1_000_000;

/** Milliseconds. A state that is kept in a store for its button is kept again in time. */
const keptForMs = 86_400_000;

/**
 * Messages of replies that are asked for again. They are the same for everyone but for the states of buttons, which are
 * made anew for each asker and place: a state is as long for one as for another, so that nothing else changes.
 */
export class RenderedMessages<M extends object> {
  readonly #prefix: number;
  /** Replies that were rendered once. Only one that is remembered itself comes a second time. */
  readonly #seen = new WeakSet<Reply>();
  readonly #kept = new LRUCache<string, Kept<M>>({
    maxSize: mostCharacters,
    sizeCalculation: ({ as, messages }) => as.length + JSON.stringify(messages).length,
    ttl: keptForMs,
  });

  /** `prefix`: characters that the renderer puts before each state. */
  constructor(prefix: number) {
    this.#prefix = prefix;
  }

  /** `render` encodes the states of buttons with the codec that it is given. What it rejects with is not kept. */
  async recall(wanted: Rendering, render: (actions: ActionCodec) => M | Promise<M>): Promise<M> {
    const { reply, as, actions, binding } = wanted;
    const kept = this.#kept.get(as);
    if (kept?.reply === reply && kept.actions === actions) return this.#refilled(kept, binding);
    if (!this.#seen.has(reply)) {
      this.#seen.add(reply);
      return render(actions);
    }
    const made = new Map<string, Made>();
    const messages = await render({
      ...actions,
      encode(action, bound, limit) {
        const state = actions.encode(action, bound, limit);
        if (state !== undefined) made.set(state, { action, binding: bound, limit });
        return state;
      },
    });
    this.#kept.set(as, { ...wanted, messages, made });
    return messages;
  }

  #refilled(kept: Kept<M>, binding: Binding): M {
    const { messages, made, actions } = kept;
    kept.refill ??= refillOf(messages, (text) => made.get(text.slice(this.#prefix))) ?? (() => messages);
    return kept.refill((text, { action, binding: bound, limit }) => {
      const state = actions.encode(action, rebound(bound, kept.binding, binding), limit);
      return text.slice(0, this.#prefix) + state;
    }) as M;
  }
}

/** The binding that a renderer for `to` uses where one for `from` uses `bound`. */
function rebound(bound: Binding, from: Binding, to: Binding): Binding {
  const person = bound.person === from.person ? to.person : bound.person;
  return {
    person: bound.person === anyoneOf(from.person) ? anyoneOf(to.person) : person,
    channel: bound.channel === from.channel ? to.channel : bound.channel,
  };
}

/** Copies what holds a state, and no more, with another in its place. */
type Refill = (other: (text: string, made: Made) => string) => unknown;

/** Undefined for a part in which no state is. */
function refillOf(part: unknown, madeOf: (text: string) => Made | undefined): Refill | undefined {
  if (typeof part === 'string') {
    const made = madeOf(part);
    return made && ((other) => other(part, made));
  }
  if (typeof part !== 'object' || part === null) return undefined;
  const refills = Object.entries(part).flatMap(([key, value]): [string, Refill][] => {
    const refill = refillOf(value, madeOf);
    return refill ? [[key, refill]] : [];
  });
  if (refills.length === 0) return undefined;
  return (other) => {
    const copy: Record<string, unknown> = Array.isArray(part)
      ? (part.slice() as never)
      : { ...(part as Record<string, unknown>) };
    for (const [key, refill] of refills) copy[key] = refill(other);
    return copy;
  };
}
