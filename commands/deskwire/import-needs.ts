import type { DeskService } from '../../src/command/desk-service.ts';
import type { ArticleReader } from '../../src/domain/ports/article-reader.ts';
import type { Once } from '../../src/domain/ports/chat.ts';
import type { DataImport } from '../../src/domain/ports/data-import.ts';
import type { Drafts } from '../../src/domain/ports/drafts.ts';
import type { FeedItems } from '../../src/domain/ports/feeds.ts';
import type { Imports } from '../../src/domain/ports/imports.ts';
import type { RoleOf } from '../../src/domain/ports/role-of.ts';

/** What bringing in an article works with. */
export interface ImportNeeds {
  reader: ArticleReader;
  data: DataImport;
  imports: Imports;
  drafts: Drafts;
  once: Once;
  /** What feeds brought of the same article need not wait any more. */
  feedItems: Pick<FeedItems, 'settle'>;
  service(desk: string): DeskService | undefined;
  roleOf: RoleOf;
}

/** An editor at work on one desk. */
export interface Editing {
  service: DeskService;
  person: string;
  now: Date;
}
