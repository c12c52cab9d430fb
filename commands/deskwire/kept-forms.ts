import type { Form } from '../../src/domain/form.ts';

/** So long a pasted text waits to be put right. */
const keptFor = 15 * 60 * 1000;
const most = 100;

/**
 * Forms that came back with a fault before anything was made of them, by person: a platform that closes a form when it is
 * sent opens the same one again. Only in this process, and not for long: a pasted text is still where it was copied from.
 */
export class KeptForms {
  readonly #forms = new Map<string, { form: Form; until: number }>();

  keep(person: string, form: Form, now: Date): void {
    this.#forms.delete(person);
    this.#forms.set(person, { form, until: now.getTime() + keptFor });
    const [oldest] = this.#forms.keys();
    if (oldest !== undefined && this.#forms.size > most) this.#forms.delete(oldest);
  }

  get(person: string, id: string, now: Date): Form | undefined {
    const kept = this.#forms.get(person);
    return kept?.form.id === id && kept.until > now.getTime() ? kept.form : undefined;
  }

  forget(person: string): void {
    this.#forms.delete(person);
  }
}

/** What stands in a form. */
export const valuesIn = ({ fields }: Form): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
