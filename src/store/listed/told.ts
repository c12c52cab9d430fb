import type { Kysely } from 'kysely';
import type { Told } from '../../domain/sources/listed.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { Schema } from '../schema.ts';
import type { ListedRow } from './rows.ts';

type ListedDoc = Pick<ListedRow, 'doc' | 'filed'>;

export const toldOf = ({ doc, filed }: ListedDoc): Told<Source> => ({
  body: JSON.parse(doc) as Source,
  ...(filed !== null && { filed: JSON.parse(filed) as Source }),
});

/** What chat says of the sources of a desk. */
export async function listedOn(database: Kysely<Schema>, desk: string): Promise<ListedDoc[]> {
  return database
    .selectFrom('listed')
    .select(['doc', 'filed'])
    .where('desk', '=', desk)
    .where('kind', '=', 'source')
    .orderBy('id')
    .execute();
}
