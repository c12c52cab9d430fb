import type { Kysely } from 'kysely';
import type { ListedBody, ListedKind, Told } from '../../domain/sources/listed.ts';
import type { ListedRow, Schema } from '../schema.ts';

type ListedDoc = Pick<ListedRow, 'kind' | 'doc' | 'filed'>;

export const toldOf = ({ kind, doc, filed }: ListedDoc): Told => ({
  kind: kind as ListedKind,
  body: JSON.parse(doc) as ListedBody,
  ...(filed !== null && { filed: JSON.parse(filed) as ListedBody }),
});

/** What chat says of the sources and names of a desk, or of one kind of them. */
export async function listedOn(
  database: Kysely<Schema>,
  desk: string,
  kind?: ListedKind,
): Promise<ListedDoc[]> {
  const told = database.selectFrom('listed').select(['kind', 'doc', 'filed']).where('desk', '=', desk);
  return (kind ? told.where('kind', '=', kind) : told).orderBy('kind').orderBy('id').execute();
}
