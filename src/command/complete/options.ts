import { dayIn } from '../../domain/dates/day.ts';
import type { TypedLine } from '../../domain/ports/platform.ts';
import type { CommandShape, DeskService } from '../define.ts';
import { noNames } from '../desk-option.ts';
import { commandLine, type Values } from '../line.ts';
import { withPublic } from '../options.ts';
import { maxAppLine, maxLine, parse } from '../parse/parse.ts';
import { type Found, route } from '../route.ts';
import { type Slashes, serviceOf } from '../slashes.ts';

/**
 * A typed line as a person fills it into the options of a platform that has typed ones. A lone value stays as typed,
 * so that its spelling is read and shown there too; several are canonical, as chosen from a list. Words that cannot be
 * read go into the first option, so that the answer says what is wrong. Undefined if no slash command is meant.
 */
export function typedLine(text: string, slashes: Slashes, now: Date): TypedLine | undefined {
  const where = route(text, slashes);
  if (!('slash' in where)) return undefined;
  if (!where.found) return { slash: where.slash.id, command: where.line, options: {} };
  const { slash, command, rest } = where;
  const definition = slash.scope === 'desk' ? withPublic(command) : command;
  return { slash: slash.id, command: command.name, options: filled(definition, rest, where, slashes, now) };
}

function filled(
  definition: CommandShape,
  rest: string,
  { slash }: Found,
  { desks }: Slashes,
  now: Date,
): Values {
  const read = (text: string, service: DeskService | undefined) =>
    parse({
      ...{ definition, text, names: service?.names ?? noNames, head: '' },
      today: dayIn(service?.desk.definition.zone ?? 'UTC', now),
      longest: slash.scope === 'app' ? maxAppLine : maxLine,
    });
  const said = read(rest, serviceOf(slash, undefined, desks)).values.desk;
  const service = serviceOf(slash, said, desks);
  const { ok, values } = read(rest, service);
  const [first] = definition.bare;
  if (!ok) return first && rest !== '' ? { [first]: rest } : values;
  const [only, ...others] = Object.keys(values);
  if (only === undefined || others.length > 0) return values;
  const asTyped = { [only]: rest };
  const line = commandLine('', '', asTyped).replace(/^\/ +/, '');
  const again = read(line, service);
  return again.ok && again.values[only] === values[only] ? asTyped : values;
}
