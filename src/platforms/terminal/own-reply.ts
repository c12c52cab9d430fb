import type { Reply } from '../../domain/reply.ts';

/** What the prompt itself has to say, as a reply so that it looks like every other. */
export function ownReply(text: string, outcome: Reply['outcome'] = 'invalid'): Reply {
  const tone = outcome === 'failed' ? 'warning' : 'info';
  return {
    version: 1,
    outcome,
    visibility: 'private',
    blocks: [{ type: 'notice', tone, spans: [{ text }] }],
    citations: [],
  };
}

/** For an exception, which is a bug or broken I/O: its text is for the log and not for the reader. */
export const failedReply = ownReply(
  'That could not be answered: something broke on the way. The log has the details; the desk is still here.',
  'failed',
);
