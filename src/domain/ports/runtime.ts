/** One request to one address that was checked before. */
export interface WebRequest {
  /** http or https; its host name is sent along and, with https, must match the certificate. */
  url: URL;
  /** The IP address to connect to. No other may be used, whatever the name says by then. */
  address: string;
  headers: Record<string, string>;
  /** Ends the request, also while its body is read. */
  signal: AbortSignal;
}

export interface WebResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** As sent: still compressed. */
  body: AsyncIterable<Uint8Array>;
  /** Drops the connection; what is left of the body is never read. */
  close(): void;
}

/** What reading a page needs of the network. Both throw when the network fails; neither follows redirects. */
export interface Web {
  /** All IP addresses of a host name. */
  resolve(host: string): Promise<string[]>;
  request(request: WebRequest): Promise<WebResponse>;
  /** Aborted after so many milliseconds. */
  deadline(ms: number): AbortSignal;
}

/** The only way to learn the time. */
export type Clock = () => Date;

/** Structured log, the shape of pino's. Never give it tokens, signatures or addresses that act as credentials. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Waiting, so that tests can move time by hand. */
export interface Timers {
  /** Calls `run` once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Runs a program in a thread of its own, so that nobody else waits for what takes seconds, and gives the one message
 * that it posts. `given` is its `workerData`. Undefined: it took more memory than it may, or was not done when
 * `deadline` aborted. Rejects when it throws or ends without a message.
 */
export type RunInWorker = <Answer>(
  program: URL,
  given: object,
  deadline: AbortSignal,
) => Promise<Answer | undefined>;
