/** What a form of an import asks for, and of which import; a new one has no id yet, but a desk. */
export type ImportForm =
  | { asks: 'text'; desk: string }
  | { asks: 'about'; id: string }
  | { asks: 'claims'; id: string; page: number };

const pattern =
  /^import-(?:text-(?<desk>[a-z0-9-]{1,64})|about-(?<about>[0-9a-z]{5})|claims-(?<id>[0-9a-z]{5})-(?<page>\d{1,4}))$/;

/** Drafts have ids of five characters: none begins so. */
export function formId(form: ImportForm): string {
  switch (form.asks) {
    case 'text':
      return `import-text-${form.desk}`;
    case 'about':
      return `import-about-${form.id}`;
    case 'claims':
      return `import-claims-${form.id}-${form.page}`;
  }
}

export function readFormId(form: string): ImportForm | undefined {
  const { desk, about, id, page } = pattern.exec(form)?.groups ?? {};
  if (desk !== undefined) return { asks: 'text', desk };
  if (about !== undefined) return { asks: 'about', id: about };
  return id === undefined ? undefined : { asks: 'claims', id, page: Number(page) };
}

export const isImportForm = (form: string): boolean => form.startsWith('import-');
