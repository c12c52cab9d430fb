/**
 * Runs a program in a thread of its own, so that nobody else waits for what takes seconds, and gives the one message
 * that it posts. `given` is its `workerData`. Undefined: it took more memory than it may, or was not done when
 * `deadline` aborted. Rejects when it throws or ends without a message.
 */
export type InThread = <Answer>(
  program: URL,
  given: object,
  deadline: AbortSignal,
) => Promise<Answer | undefined>;
