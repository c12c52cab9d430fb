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

/** The same with the values in the order of the definition's options, so that equal questions are equal lines. */
export function lineFor(
  desk: string,
  { name, options }: { name: string; options: object },
  values: Partial<Values>,
): string {
  const ordered = Object.keys(options).map((option) => [option, values[option]]);
  return commandLine(desk, name, Object.fromEntries(ordered));
}

function quote(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}.+_-]*$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
