import type { Reply } from '../domain/reply.ts';

/** Replies kept; one holds some ten kilobytes. */
const kept = 200;

/**
 * What was answered in one state of the record. The same question in the same state has the same answer; what an
 * answer depends on besides the state belongs into the question.
 */
export class AnswerMemory {
  #state: string | undefined;
  readonly #replies = new Map<string, Reply>();

  async recall(state: string, question: string, answer: () => Promise<Reply>): Promise<Reply> {
    if (state !== this.#state) this.#replies.clear();
    this.#state = state;
    const known = this.#replies.get(question);
    if (known) return known;
    const reply = await answer();
    // Someone who asked meanwhile may have seen a newer state: this answer is not of that one.
    if (state === this.#state) this.#keep(question, reply);
    return reply;
  }

  #keep(question: string, reply: Reply): void {
    this.#replies.set(question, reply);
    const [oldest] = this.#replies.keys();
    if (this.#replies.size > kept && oldest !== undefined) this.#replies.delete(oldest);
  }
}
