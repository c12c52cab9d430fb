import type { ColumnWords } from './words.ts';

/** What the time was on the platform at each attempt: our own clock may have been wrong, and be right by the look. */
export function platformTime({ text }: ColumnWords): string[] {
  return ['delivery_parts', 'cards'].flatMap((table) =>
    ['platform_since', 'platform_until'].map((column) => `ALTER TABLE ${table} ADD COLUMN ${column} ${text}`),
  );
}
