import type { Page, Paged } from '../../domain/ports/entries.ts';
import type { Block, Paging } from '../../domain/reply.ts';
import type { Showing } from '../define.ts';
import { notice } from './blocks.ts';

export interface ReadPage<T> {
  items: T[];
  total: number;
  /** Missing if there is only one page. */
  paging: Paging | undefined;
  /** A notice if the requested page does not exist and the last one is shown. */
  notices: Block[];
}

/** Reads one page; beyond the end, the last page. `unit`: plural of what is counted. */
export async function readPage<T>(
  context: Showing,
  requested: number | undefined,
  unit: string,
  read: (page: Page) => Promise<Paged<T>>,
): Promise<ReadPage<T>> {
  const limit = context.pageSize;
  const asked = requested ?? 1;
  const first = await read({ limit, offset: (asked - 1) * limit });
  const pages = Math.max(1, Math.ceil(first.total / limit));
  const page = Math.min(asked, pages);
  const { items, total } = page === asked ? first : await read({ limit, offset: (page - 1) * limit });
  const beyond = page < asked ? [notice('info', `There is no page ${asked}; this is the last one.`)] : [];
  return {
    items,
    total,
    notices: beyond,
    paging: total > 0 ? pagingOf(context, page, pages, total, unit) : undefined,
  };
}

/** Pages a list in memory. */
export function pageOf<T>(all: readonly T[]): (page: Page) => Promise<Paged<T>> {
  return async ({ limit, offset }) => ({ items: all.slice(offset, offset + limit), total: all.length });
}

function pagingOf(context: Showing, page: number, pages: number, total: number, unit: string): Paging {
  const where = { page, pages, total, unit };
  // The short form leads to all rows instead.
  if (context.view === 'glance' && !context.paged) return where;
  const to = (next: number) =>
    context.paged
      ? context.line(next === 1 ? { show: 'all', page: undefined } : { show: undefined, page: String(next) })
      : context.line({ page: next === 1 ? undefined : String(next) });
  return {
    ...where,
    ...(page > 1 && { previous: to(page - 1) }),
    ...(page < pages && { next: to(page + 1) }),
  };
}
