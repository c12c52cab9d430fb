/** Canonical values of one command, by option: ids, `YYYY-MM-DD`, numbers in digits, `yes` for a flag. */
export type Values = Record<string, string>;

/**
 * The command line that means exactly these values: `/centralasia visits country:KZ page:2`. Reading it gives the
 * same values again, whatever they hold.
 */
export function commandLine(desk: string, command: string, values: Partial<Values>): string {
  const pairs = Object.entries(values).flatMap(([option, value]) =>
    value === undefined || value === '' ? [] : [`${option}:${quote(value)}`],
  );
  return [`/${desk}`, command, ...pairs].join(' ');
}

function quote(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}.+_-]*$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
