/** The option that every command of a desk takes where people type or choose. `public:no` keeps an answer private. */
export const publicOption = {
  name: 'public',
  description: 'Show the answer to everyone in this channel',
} as const;
