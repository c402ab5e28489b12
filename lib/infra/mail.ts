import "server-only";
import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import { MAIL_KINDS, type MailKind } from "@/lib/core/account-terms";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";

const SEND_LIMIT_MS = 10_000;
const MAILBOX = "dev-mailbox";
const MAILBOX_LENGTH = 50;

/** Limits of mails for each purpose to one recipient: the number, and its window in seconds. */
const LIMITS = [
  [1, 60],
  [5, 86_400],
];
/** Of alerts, and of mails that are each queued once, a trader may get more. */
const HIGHER_LIMITS = [
  [10, 60],
  [100, 86_400],
];

/** Counts one mail in every window, or in none when one of them is full. */
const RESERVE = `
for i = 1, #KEYS do
  if tonumber(redis.call('GET', KEYS[i]) or '0') >= tonumber(ARGV[2 * i - 1]) then return 0 end
end
for i = 1, #KEYS do
  if redis.call('INCR', KEYS[i]) == 1 then redis.call('EXPIRE', KEYS[i], ARGV[2 * i]) end
end
return 1`;

/** One mail: a few sentences and one link. `unsubscribe`: the URL that ends mails of its category by one click. */
type Mail = {
  to: string;
  subject: string;
  text: string;
  link: string;
  unsubscribe?: { url: string; label: string };
};
export type StoredMail = Omit<Mail, "unsubscribe"> & { sentMs: number; unsubscribe?: string };

/** Changes of an account or of the ways into it that its owner is notified of. */
export type AccessChange =
  | "account-deleted"
  | "password-changed"
  | "two-factor-on"
  | "two-factor-off"
  | "recovery-code-used"
  | "provider-linked"
  | "sessions-ended"
  | "api-key-created"
  | "api-key-revoked"
  | "hook-created"
  | "webhook-created"
  | "coach-link-created"
  | "passkey-added"
  | "passkey-removed";

/** The purpose of a mail. Each has its own limit, so that none can block another. */
export type MailPurpose =
  | "verify-email"
  | "reset-password"
  | "account-exists"
  | "alert"
  | AccessChange
  | MailKind;

const HAS_HIGHER_LIMITS: ReadonlySet<MailPurpose> = new Set(["alert", ...MAIL_KINDS]);

/** What became of a mail: `held-back` when the recipient's limit was exceeded. */
export type MailOutcome = "sent" | "held-back" | "failed";

/**
 * A mail to be sent. `createLink` is called only when the mail is sent, so that a dropped mail changes no
 * link. `isVerified`: whether the recipient has verified this email.
 */
export type MailRequest = Omit<Mail, "link"> & {
  purpose: MailPurpose;
  isVerified?: boolean;
  /** The provider sends one mail for all requests with the same key. */
  idempotencyKey?: string;
  createLink: () => Promise<string> | string;
};

/**
 * Sends a mail by Resend if configured. Otherwise the development mailbox stores it, if enabled, and its link
 * is printed. Failures are reported. A recipient gets at most one mail a minute and five a day for each
 * purpose, of alerts and queued mails ten and a hundred, from all requests together: further ones are held back
 * silently. Mails to a verified email are counted separately, so that accounts opened by others with variants of the
 * email can't block them.
 */
export async function sendMail({
  purpose,
  isVerified = false,
  idempotencyKey,
  createLink,
  ...text
}: MailRequest): Promise<MailOutcome> {
  const { RESEND_API_KEY, DEV_MAILBOX } = getEnv();
  try {
    if (!(await reserveMail(text.to, purpose, isVerified))) {
      log.warn("mail-held-back", { purpose });
      return "held-back";
    }
    const mail = { ...text, link: await createLink() };
    if (RESEND_API_KEY) await sendByResend(mail, { apiKey: RESEND_API_KEY, idempotencyKey });
    else if (DEV_MAILBOX === "on") await storeMail(mail, idempotencyKey);
    else throw new Error("RESEND_API_KEY is not set.");
    return "sent";
  } catch (error) {
    reportError("mail-not-sent", error);
    return "failed";
  }
}

/** Counts a mail to one recipient; false when the limit is exceeded. */
async function reserveMail(to: string, purpose: MailPurpose, isVerified: boolean): Promise<boolean> {
  const recipient = isVerified ? `verified ${to}` : canonicalRecipient(to);
  const digest = createHash("sha256").update(recipient).digest("base64url").slice(0, 24);
  const key = `mails:${purpose}:${digest}`;
  const limits = (HAS_HIGHER_LIMITS.has(purpose) ? HIGHER_LIMITS : LIMITS).flat().map(String);
  return (await getRedis().eval(RESERVE, [`${key}:minute`, `${key}:day`], limits)) === 1;
}

/**
 * The canonical form of a mailbox: lower case, without a plus suffix, and with the domain in its DNS form.
 * For Gmail also without dots.
 */
export function canonicalRecipient(email: string): string {
  const [local = "", given = ""] = email.normalize("NFKC").trim().toLowerCase().split("@");
  const domain = domainToASCII(given) || given;
  const plus = local.indexOf("+", 1);
  const box = plus === -1 ? local : local.slice(0, plus);
  const isGmail = domain === "gmail.com" || domain === "googlemail.com";
  return isGmail ? `${box.replaceAll(".", "")}@gmail.com` : `${box}@${domain}`;
}

async function sendByResend(
  { to, subject, text, link, unsubscribe }: Mail,
  options: { apiKey: string; idempotencyKey: string | undefined },
): Promise<void> {
  const { RESEND_URL, MAIL_FROM } = getEnv();
  const response = await fetch(new URL("/emails", RESEND_URL), {
    method: "POST",
    headers: {
      authorization: `Bearer ${options.apiKey}`,
      "content-type": "application/json",
      ...(options.idempotencyKey !== undefined && { "idempotency-key": options.idempotencyKey }),
    },
    body: JSON.stringify({
      from: MAIL_FROM,
      to: [to],
      subject,
      text: `${text}\n\n${link}\n${unsubscribe === undefined ? "" : `\n${unsubscribe.label}: ${unsubscribe.url}\n`}`,
      // RFC 8058: the mail program shows a button, and posts to the URL.
      ...(unsubscribe !== undefined && {
        headers: {
          "List-Unsubscribe": `<${unsubscribe.url}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
      }),
    }),
    signal: AbortSignal.timeout(SEND_LIMIT_MS),
  });
  if (!response.ok) throw new Error(`Resend answered ${response.status}.`);
}

async function storeMail(mail: Mail, idempotencyKey: string | undefined): Promise<void> {
  const redis = getRedis();
  if (idempotencyKey !== undefined) {
    const isFirst = await redis.set(`${MAILBOX}:${idempotencyKey}`, "1", { ex: 86_400, nx: true });
    if (isFirst === null) return;
  }
  const { unsubscribe, ...text } = mail;
  const kept: StoredMail = {
    ...text,
    ...(unsubscribe && { unsubscribe: unsubscribe.url }),
    sentMs: Date.now(),
  };
  await redis.lpush(MAILBOX, JSON.stringify(kept));
  await redis.ltrim(MAILBOX, 0, MAILBOX_LENGTH - 1);
  log.warn("mail-kept", { to: mail.to, subject: mail.subject, link: mail.link });
}

/** The mails of the development mailbox, newest first; null if it is disabled. */
export async function readMailbox(): Promise<StoredMail[] | null> {
  if (getEnv().DEV_MAILBOX !== "on") return null;
  const texts = await getRedis().lrange<string>(MAILBOX, 0, MAILBOX_LENGTH - 1);
  return texts.map((text) => JSON.parse(text) as StoredMail);
}
