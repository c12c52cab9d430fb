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
