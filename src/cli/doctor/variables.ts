import { distance } from 'fastest-levenshtein';
import { type ConfigResult, readConfig, variables } from '../../config.ts';
import { type Found, fault, ok, warn } from '../../domain/checkup.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Prefixes that only our variables use. */
const family = /^(DESKWIRE|SLACK|DISCORD|METRICS)_/;
/** Edit distance up to which a name counts as a misspelling, for names of at least `shortest` characters. */
const slip = 2;
const shortest = 7;
/** Minimum score of a suggestion. */
const least = 5;

/** Unknown variables that look like ours, each with the likely intended names. */
export function unknownVariables(env: Env): { name: string; meant: string[] }[] {
  const names = Object.keys(env).filter((name) => env[name]?.trim() && !variables.includes(name));
  return names
    .filter((name) => name !== 'DESKWIRE_METRICS')
    .filter(
      (name) =>
        family.test(name) ||
        variables.some((ours) => ours.length >= shortest && distance(ours, name.toUpperCase()) <= slip),
    )
    .map((name) => ({ name, meant: likeliest(name.toUpperCase()) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function likeliest(name: string): string[] {
  const words = name.split('_');
  const score = (ours: string) => {
    const own = ours.split('_');
    const shared = own.filter((word) => words.includes(word)).length;
    const ending = own.at(-1) === words.at(-1) ? 5 : 0;
    return shared * 10 + ending - distance(ours, name);
  };
  const scored = variables.map((ours) => ({ ours, worth: score(ours) }));
  const best = Math.max(...scored.map(({ worth }) => worth));
  const slips = variables.filter((ours) => distance(ours, name) <= slip);
  if (slips.length > 0) return slips;
  return best < least ? [] : scored.filter(({ worth }) => worth === best).map(({ ours }) => ours);
}

/** Every fault, every unknown name, and the names that are set; never a value. */
export function variablesFound(env: Env, result: ConfigResult): Found[] {
  const strange = unknownVariables(env);
  const set = variables.filter((name) => env[name]?.trim());
  const faults = result.ok ? [] : result.faults;
  return [
    ...faults.map((text) => fault(text, 'correct it in the environment or in .env')),
    ...strange.map(({ name, meant }) => {
      const guess = meant.length > 0 ? `; did you mean ${meant.join(' or ')}?` : '';
      return warn(
        `unknown variable ${name}${guess}`,
        'rename or remove it; .env.example lists every variable',
      );
    }),
    ...(faults.length + strange.length > 0
      ? []
      : [ok(set.length > 0 ? `set: ${set.join(', ')}` : 'no variable is set')]),
  ];
}

/** The configuration without its faulty variables, so that the rest can be checked. */
export function usableConfig(env: Env): Extract<ConfigResult, { ok: true }>['config'] {
  const result = readConfig(env);
  if (result.ok) return result.config;
  return usableConfig(
    Object.fromEntries(Object.entries(env).filter(([name]) => !result.faulty.includes(name))),
  );
}
