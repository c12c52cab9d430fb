/** Structured log, the shape of pino's. Never give it tokens, signatures or addresses that act as credentials. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
