/** One request to an IP address that has passed the SSRF check. */
export interface WebRequest {
  /** http or https. Its host name is sent as Host and, for https, must match the certificate. */
  url: URL;
  /** IP address to connect to; the host name must not be resolved again. */
  address: string;
  headers: Record<string, string>;
  /** Aborts the request, even while its body is read. */
  signal: AbortSignal;
}

export interface WebResponse {
  status: number;
  /** Header names in lower case. */
  headers: Record<string, string | undefined>;
  /** Raw bytes, still compressed. */
  body: AsyncIterable<Uint8Array>;
  /** Closes the connection without reading the rest of the body. */
  close(): void;
}

/** Network access. `resolve` and `request` throw if the network fails; redirects are not followed. */
export interface Web {
  /** All IP addresses of a host name. */
  resolve(host: string): Promise<string[]>;
  request(request: WebRequest): Promise<WebResponse>;
  /** A signal that aborts after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
}

/** The only way to learn the time. */
export type Clock = () => Date;

/** Structured log in the shape of pino. Never pass tokens, signatures or URLs that act as credentials. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Timers; tests replace them to control time. */
export interface Timers {
  /** Calls `run` once after `ms` milliseconds; returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Calls `run(given)` of the module `program` in a worker thread, so that slow work does not block the event loop.
 * Resolves to what it returns, or to undefined if it exceeds its memory limit or `deadline`; rejects if it throws or
 * ends the thread.
 */
export type RunInWorker = <Answer>(
  program: URL,
  given: object,
  deadline: AbortSignal,
) => Promise<Answer | undefined>;
