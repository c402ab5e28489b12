/**
 * Allowed values of columns of accounts, payments and the operators' desk. Schemas and CHECK constraints use
 * them.
 */

export const USER_ROLES = ["TRADER", "ADMIN"] as const;
export type UserRole = (typeof USER_ROLES)[number];

export const PAYMENT_STATUSES = [
  "pending",
  "paid",
  "failed",
  "abandoned",
  "refunded",
  "disputed",
  "flagged",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** Why a user ends a renewal. */
export const CANCELLATION_REASONS = [
  "too-expensive",
  "not-used",
  "missing-feature",
  "problems",
  "other",
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

export const PAGE_KINDS = ["page", "incident"] as const;

export const ANNOUNCEMENT_LEVELS = ["info", "warning", "critical"] as const;
export const ANNOUNCEMENT_AUDIENCES = ["all", "traders", "admins"] as const;

/** What a mail that is written once may be about. */
export const MAIL_KINDS = [
  "payment",
  "renewal",
  "challenge-started",
  "challenge-passed",
  "challenge-failed",
  "limit-warned",
  "account-locked",
  "account-unlocked",
  "new-device",
  "weekly-review",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
