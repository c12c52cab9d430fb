/** From least to most; each includes those before it. */
export const roles = ['reader', 'editor', 'reviewer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** True when `held` allows what needs `needed`. */
export function allows(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** The most of these; reader when there are none. */
export function strongest(held: readonly Role[]): Role {
  return roles.findLast((role) => held.includes(role)) ?? 'reader';
}
