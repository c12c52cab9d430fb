/** From least to most; each includes those before it. */
export const roles = ['reader', 'editor', 'reviewer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** True when `held` allows what needs `needed`. */
export function allows(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** A person's id as roles are granted to it: `terminal`, `slack:TEAM:USER` or `discord:GUILD:USER`. */
export const subjectPattern = /^(terminal|slack:T[A-Z0-9]+:[UWS][A-Z0-9]+|discord:\d{5,25}:\d{5,25})$/;
