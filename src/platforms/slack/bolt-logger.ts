import { type Logger, LogLevel } from '@slack/bolt';
import type { SlackLog } from './options.ts';
import { describeError, type Redact } from './redact.ts';

/** Bolt's logger onto ours. Its debug lines hold whole requests, tokens and addresses: they go nowhere. */
export function createBoltLogger(log: SlackLog, redact: Redact): Logger {
  const words = (parts: unknown[]) =>
    parts
      .map((part) =>
        part instanceof Error ? JSON.stringify(describeError(part, redact)) : redact(String(part)),
      )
      .join(' ');
  return {
    debug: () => {},
    info: (...parts) => log.info({ from: 'bolt' }, words(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, words(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
