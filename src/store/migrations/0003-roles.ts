import type { ColumnWords } from './words.ts';

export function roles({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE grants (
      subject ${text} NOT NULL,
      desk ${text} NOT NULL,
      role ${text} NOT NULL,
      granted_by ${text} NOT NULL,
      granted_at ${text} NOT NULL,
      PRIMARY KEY (subject, desk))`,
    `CREATE TABLE admin_codes (
      hash ${text} PRIMARY KEY,
      expires ${text} NOT NULL,
      used_by ${text},
      used_at ${text})`,
    `CREATE TABLE audit (
      number ${counted},
      at ${text} NOT NULL,
      actor ${text} NOT NULL,
      action ${text} NOT NULL,
      subject ${text} NOT NULL,
      desk ${text},
      before ${text},
      after ${text})`,
  ];
}
