import "server-only";
import { getEnv } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { getRedis } from "@/lib/infra/redis";
import { reportError } from "@/lib/infra/report-error";

const SEND_LIMIT_MS = 10_000;
const MAILBOX = "dev-mailbox";
const MAILBOX_LENGTH = 50;

/** One mail: a few sentences and one link. */
export type Mail = { to: string; subject: string; text: string; link: string };
export type KeptMail = Mail & { sentMs: number };

/**
 * Sends a mail by Resend where it is configured. Without it the development mailbox keeps the mail, where that is
 * on, and its link is printed. A mail that can't be sent is reported; whoever asked for it may ask again.
 */
export async function sendMail(mail: Mail): Promise<void> {
  const { RESEND_API_KEY, DEV_MAILBOX } = getEnv();
  try {
    if (RESEND_API_KEY) await sendByResend(mail, RESEND_API_KEY);
    else if (DEV_MAILBOX === "on") await keepMail(mail);
    else throw new Error("RESEND_API_KEY is not set.");
  } catch (error) {
    reportError("mail-not-sent", error);
  }
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
