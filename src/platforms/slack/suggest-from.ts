import { type NameKind, nameKinds } from '../../domain/ports/names.ts';

/** Which names an input offers while somebody types into it. */
export interface SuggestFrom {
  desk: string;
  kinds: readonly NameKind[];
}

const mark = 'names';

/** Stands as the action id of an input; nothing in it is secret, since every reader may complete names. */
export const suggestFrom = ({ desk, kinds }: SuggestFrom): string => [mark, desk, kinds.join(',')].join(':');

/** Undefined for the id of another action. */
export function readSuggestFrom(actionId: string): SuggestFrom | undefined {
  const [first, desk, listed = '', ...rest] = actionId.split(':');
  if (first !== mark || !desk || rest.length > 0) return undefined;
  const kinds = nameKinds.filter((kind) => listed.split(',').includes(kind));
  return kinds.length > 0 ? { desk, kinds } : undefined;
}
