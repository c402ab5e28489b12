import { z } from "zod";
import { USER_ROLES } from "@/lib/core/account-terms";
import { LEGAL_DOCUMENTS } from "@/lib/core/legal-documents";
import { assertionSchema } from "@/lib/schemas/access/passkeys";
import { displayNameSchema } from "@/lib/schemas/display-name";
import { LOCALE_PATTERN } from "@/lib/schemas/locale";
import { mailChoicesSchema } from "@/lib/schemas/mails";

/** Requests about accounts. */

/** Characters that a mail system drops, which would give one mailbox many spellings. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;

/**
 * A name before the @, and a domain of letters, digits and hyphens, which no mail service parses as two
 * recipients.
 */
const MAILBOX = /^[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;

/**
 * An e-mail as it is stored: in lower case. Look-alike characters are rejected, since lower case (the Kelvin
 * sign) or domain rules (full-width letters) map some of them to plain letters: someone else's e-mail.
 */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .regex(MAILBOX, "must be an e-mail address")
  .refine((text) => text === text.normalize("NFKC") && !UNSEEN.test(text), "must be an e-mail address")
  .transform((text) => text.toLowerCase());

const newPassword = z
  .string()
  .min(10, "must have at least 10 characters")
  .max(200, "must have at most 200 characters");

/** Compared with a stored hash; the maximum length bounds the work. */
const password = z.string().min(1).max(200);

const timeZone = z.string().max(64).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Body of `POST /api/auth/register`. */
export const registerSchema = z.strictObject({
  email: emailSchema,
  password: newPassword,
  name: displayNameSchema,
  /** Shown on the leaderboard, with a public profile. */
  isListed: z.boolean().default(false),
});

/** Fields of the form of `/login`. `code` is of an authenticator, or a recovery code. */
export const loginSchema = z.object({
  email: emailSchema,
  password,
  code: z.string().trim().max(40).optional(),
});

/** Fields of the form for the code after a sign-in by a provider. */
export const pendingMfaSchema = z.object({
  ticket: z.string().max(500),
  code: z.string().trim().min(1).max(40),
});

/** Body of `POST /api/auth/password/forgot`. */
export const forgotPasswordSchema = z.strictObject({ email: emailSchema });

const token = z.string().min(20).max(100);

/** Body of `POST /api/auth/password/reset`. */
export const resetPasswordSchema = z.strictObject({ token, password: newPassword });

/** Body of `POST /api/auth/email/verify`. */
export const verifyEmailSchema = z.strictObject({ token });

/** Appearance of the pages for this user, settings of the journal, and mails. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(["midnight", "light"]).optional(),
  direction: z.enum(["normal", "swapped", "colour-blind"]).optional(),
  /** Net results of up to this amount count as break-even in the journal, in quote currency. */
  breakEvenBand: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,8})?$/, "must be an amount")
    .optional(),
  /** Language of mails; a BCP 47 tag, which also has how numbers and times are written. */
  locale: z.string().regex(LOCALE_PATTERN, "must be a language").optional(),
  /** Mails that are wanted. */
  mails: mailChoicesSchema.optional(),
});

/** Body of `PATCH /api/account`: an absent field is unchanged. */
export const updateAccountSchema = z
  .strictObject({
    displayName: displayNameSchema.optional(),
    timeZone: timeZone.optional(),
    preferences: preferencesSchema.optional(),
    /** Shown on the leaderboard, with a public profile. */
    isListed: z.boolean().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "must change something");

/** Body of `POST /api/account/password`. */
export const changePasswordSchema = z.strictObject({ next: newPassword });

const anyCode = z.string().trim().min(1).max(40);

/** Body of `POST /api/account/proof`: the password, a code of the second factor or both, or a passkey's assertion. */
export const proofSchema = z
  .strictObject({
    password: password.optional(),
    code: anyCode.optional(),
    assertion: assertionSchema.optional(),
  })
  .refine((body) => Object.values(body).some((given) => given !== undefined), "must have a proof");

/** Body of `PUT /api/account/two-factor`. */
export const confirmTwoFactorSchema = z.strictObject({
  code: z.string().regex(/^\d{6}$/, "must be six digits"),
});

/** Body of `DELETE /api/account/two-factor`: a code of the authenticator, or a recovery code. */
export const endTwoFactorSchema = z.strictObject({ code: anyCode });

/** Body of `DELETE /api/account`. */
export const deleteAccountSchema = z.strictObject({ confirm: z.literal("delete my account") });

/** Path of `DELETE /api/account/sessions/[handle]`. */
export const sessionParamsSchema = z.object({ handle: z.string().regex(/^[0-9a-f]{16}$/) });

/** `GET /api/account`. */
export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.enum(USER_ROLES),
  timeZone: z.string(),
  preferences: preferencesSchema,
  isListed: z.boolean(),
  tier: z.enum(["FREE", "PRO", "ELITE"]),
  createdAt: z.string(),
  isEmailVerified: z.boolean(),
  hasPassword: z.boolean(),
  hasTwoFactor: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  /** The legal texts that the user accepted. */
  consents: z.array(
    z.object({
      document: z.enum(LEGAL_DOCUMENTS),
      version: z.number().int(),
      acceptedAt: z.string(),
    }),
  ),
});
export type AccountDto = z.infer<typeof accountSchema>;

/** `GET /api/account/export`: the account and every kind of data stored with it. */
export const exportSchema = z.looseObject({ exportedAt: z.string(), account: accountSchema });

/** One line of `GET /api/account/sessions`. */
export const sessionLineSchema = z.object({
  handle: z.string(),
  isCurrent: z.boolean(),
  userAgent: z.string(),
  clientIp: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
});
export type SessionLineDto = z.infer<typeof sessionLineSchema>;

/** `GET /api/account/sessions`. */
export const sessionsSchema = z.object({ sessions: z.array(sessionLineSchema) });

/** `POST /api/account/two-factor`. */
export const twoFactorSetupSchema = z.object({ secret: z.string(), url: z.string() });

/** `PUT /api/account/two-factor`. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

/** `POST /api/auth/register`: the same whether the e-mail was free or has an account. */
/** Body of `POST /api/auth/sample`: nothing. */
export const sampleSchema = z.strictObject({});

export const registeredSchema = z.object({ email: z.string() });

/**
 * `POST /api/auth/email/verify` where the browser isn't signed in to the account: a token to set a password
 * with.
 */
export const emailVerifiedSchema = z.object({ passwordToken: z.string() });
