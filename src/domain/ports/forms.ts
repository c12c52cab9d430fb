import type { Form } from '../form.ts';
import type { Reply } from '../reply.ts';
import type { Member } from './role-of.ts';

/** What was filled in, some or all of it. */
export interface FilledForm extends Member {
  form: string;
  /** By field; fields that are not among them stay as they were kept. */
  values: Record<string, string>;
  channel?: string | undefined;
  /** False while further fields are to come, as in the first of two modals. */
  complete: boolean;
  /** The platform's id of this submission: the same one again gives the same answer and changes nothing. */
  interaction: string;
}

export type FormOutcome =
  /** Done, or refused for good: what to show. */
  | { outcome: 'answered'; reply: Reply }
  /** Kept; `form` has the values as kept, and a fault on each field that has one. None when it was not complete. */
  | { outcome: 'kept'; form: Form };

/** Where forms come from and go to. Neither ever throws. */
export interface Forms {
  /** Keeps what was typed first, then looks at it. */
  fill(filled: FilledForm): Promise<FormOutcome>;
  /** The form as it was kept, to be opened again; undefined when it is done, gone, or another person's. */
  open(form: string, by: Member): Promise<Form | undefined>;
}
