import type { Platform } from '../../domain/ports/platform.ts';
import { createTerminalChannelSender, terminalCards, terminalDigests } from './channel-sender.ts';

interface TerminalSettings {
  /** Data folder; digests go into `digests/` in it. */
  data: string;
}

/** Always there: digests are files, and shown above the prompt. */
export const terminal: Platform<TerminalSettings> = {
  id: 'terminal',
  fromConfig: async ({ data }, { clock, show }) => ({
    sender: createTerminalChannelSender({ dataFolder: data, clock, ...(show && { show }) }),
    renderer: terminalDigests,
    cards: terminalCards,
  }),
};
