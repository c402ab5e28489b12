import "server-only";
import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";

const SEND_LIMIT_MS = 10_000;
const MAILBOX = "dev-mailbox";
const MAILBOX_LENGTH = 50;

/** Mails for each purpose to one recipient, and the window in seconds. */
const MINUTE_LIMIT = [1, 60];
const DAY_LIMIT = [5, 86_400];

/** Counts one mail in every window, or in none when one of them is full. */
const RESERVE = `
for i = 1, #KEYS do
  if tonumber(redis.call('GET', KEYS[i]) or '0') >= tonumber(ARGV[2 * i - 1]) then return 0 end
end
for i = 1, #KEYS do
  if redis.call('INCR', KEYS[i]) == 1 then redis.call('EXPIRE', KEYS[i], ARGV[2 * i]) end
end
return 1`;

/** One mail: a few sentences and one link. */
type Mail = { to: string; subject: string; text: string; link: string };
export type KeptMail = Mail & { sentMs: number };

/** What a mail is sent for. Each purpose has a limit of its own, so that none can keep another away. */
export type MailPurpose =
  | "verify-email"
  | "reset-password"
  | "account-exists"
  | "account-deleted"
  | "password-changed"
  | "two-factor-on"
  | "two-factor-off"
  | "recovery-code-used"
  | "provider-linked"
  | "sessions-ended";

/**
 * A mail to be sent; `createLink` is called when it goes out, so that a mail that is held back changes no link.
 * `isVerified`: whether the recipient has shown that this address is theirs.
 */
export type MailRequest = Omit<Mail, "link"> & {
  purpose: MailPurpose;
  isVerified?: boolean;
  createLink: () => Promise<string> | string;
};

/**
 * Sends a mail by Resend where it is configured. Without it the development mailbox keeps the mail, where that is
 * on, and its link is printed. A mail that can't be sent is reported. A recipient gets at most one mail a minute and
 * five a day for each purpose, whoever asks: what is beyond is dropped, and nobody learns of it. Mails to a verified
 * address are counted by themselves: accounts that others open with spellings of it can't keep them away.
 */
export async function sendMail({
  purpose,
  isVerified = false,
  createLink,
  ...text
}: MailRequest): Promise<void> {
  const { RESEND_API_KEY, DEV_MAILBOX } = getEnv();
  try {
    if (!(await reserveMail(text.to, purpose, isVerified))) return log.warn("mail-held-back", { purpose });
    const mail = { ...text, link: await createLink() };
    if (RESEND_API_KEY) await sendByResend(mail, RESEND_API_KEY);
    else if (DEV_MAILBOX === "on") await keepMail(mail);
    else throw new Error("RESEND_API_KEY is not set.");
  } catch (error) {
    reportError("mail-not-sent", error);
  }
}

/** Counts a mail to one recipient; false when it is one too many. */
async function reserveMail(to: string, purpose: MailPurpose, isVerified: boolean): Promise<boolean> {
  const recipient = isVerified ? `verified ${to}` : canonicalRecipient(to);
  const digest = createHash("sha256").update(recipient).digest("base64url").slice(0, 24);
  const key = `mails:${purpose}:${digest}`;
  const limits = [MINUTE_LIMIT, DAY_LIMIT].flat().map(String);
  return (await getRedis().eval(RESERVE, [`${key}:minute`, `${key}:day`], limits)) === 1;
}

/**
 * One mailbox has one name: without case, without what follows a plus, and with the domain as DNS has it. Gmail also
 * ignores dots.
 */
export function canonicalRecipient(email: string): string {
  const [local = "", given = ""] = email.normalize("NFKC").trim().toLowerCase().split("@");
  const domain = domainToASCII(given) || given;
  const plus = local.indexOf("+", 1);
  const box = plus === -1 ? local : local.slice(0, plus);
  const isGmail = domain === "gmail.com" || domain === "googlemail.com";
  return isGmail ? `${box.replaceAll(".", "")}@gmail.com` : `${box}@${domain}`;
}

async function sendByResend({ to, subject, text, link }: Mail, apiKey: string): Promise<void> {
  const { RESEND_URL, MAIL_FROM } = getEnv();
  const answer = await fetch(new URL("/emails", RESEND_URL), {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ from: MAIL_FROM, to: [to], subject, text: `${text}\n\n${link}\n` }),
    signal: AbortSignal.timeout(SEND_LIMIT_MS),
  });
  if (!answer.ok) throw new Error(`Resend answered ${answer.status}.`);
}

async function keepMail(mail: Mail): Promise<void> {
  const redis = getRedis();
  const kept: KeptMail = { ...mail, sentMs: Date.now() };
  await redis.lpush(MAILBOX, JSON.stringify(kept));
  await redis.ltrim(MAILBOX, 0, MAILBOX_LENGTH - 1);
  log.warn("mail-kept", { to: mail.to, subject: mail.subject, link: mail.link });
}

/** The mails of the development mailbox, the newest first; null where it is off. */
export async function readMailbox(): Promise<KeptMail[] | null> {
  if (getEnv().DEV_MAILBOX !== "on") return null;
  const texts = await getRedis().lrange<string>(MAILBOX, 0, MAILBOX_LENGTH - 1);
  return texts.map((text) => JSON.parse(text) as KeptMail);
}
