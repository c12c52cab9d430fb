/** Most desks mark nothing as internal or restricted: whether one does is asked with every answer. */
export function marks(): string[] {
  return ["CREATE INDEX revisions_marked ON revisions (desk) WHERE handling <> 'public'"];
}
