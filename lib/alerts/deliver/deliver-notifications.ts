import "server-only";
import { pushNotification } from "@/lib/alerts/deliver/push-notification";
import { claimNotifications, type PendingNotification, recordDelivery } from "@/lib/db/alerts/notifications";
import { findPushSubscriptions, type StoredPushSubscription } from "@/lib/db/alerts/push-subscriptions";
import { createMailTranslator } from "@/lib/i18n/create-mail-translator";
import { getEnv } from "@/lib/infra/env/env";
import { sendMail } from "@/lib/infra/mail";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { createUnsubscription } from "@/lib/mails/create-unsubscription";
import { announceUsers } from "@/lib/notify/user-channel";
import { preferencesSchema } from "@/lib/schemas/account";
import { isMailWanted } from "@/lib/schemas/mails";

/** Notifications that are claimed together. */
const BATCH_SIZE = 200;
const PARALLEL = 8;
/** After this many attempts, half an hour in all, a notification stays in the list only. */
const MAX_ATTEMPTS = 10;

/**
 * Delivers what is pending: to open pages, as push messages and by mail. Each channel is recorded once it is
 * done, and a process that ends meanwhile is made good by the next one: a push message replaces an earlier
 * one of the same notification, and the mail provider sends one mail for the same key.
 *
 * @returns how many are done
 */
export async function deliverNotifications(): Promise<{ delivered: number }> {
  let delivered = 0;
  for (;;) {
    const claimed = await claimNotifications(BATCH_SIZE);
    if (claimed.length === 0) return { delivered };
    delivered += await deliverAll(claimed);
    if (claimed.length < BATCH_SIZE) return { delivered };
  }
}

async function deliverAll(claimed: readonly PendingNotification[]): Promise<number> {
  const isAnnounced = await announceUsers(claimed.map(({ userId }) => userId)).then(
    () => true,
    (error) => {
      reportError("notifications-not-announced", error);
      return false;
    },
  );
  const pushers = claimed.filter(({ byPush, pushedAt }) => byPush && pushedAt === null);
  const browsers = await findPushSubscriptions([...new Set(pushers.map(({ userId }) => userId))]);
  const queue = claimed.values();
  let delivered = 0;
  const lane = async () => {
    for (const one of queue) {
      const own = browsers.filter(({ userId }) => userId === one.userId);
      const isDone = await deliverOne(one, { isAnnounced, browsers: own }).catch((error) => {
        reportError("notification-not-delivered", error);
        return false;
      });
      if (isDone) delivered += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, claimed.length) }, lane));
  return delivered;
}

/** @returns whether it is delivered on every channel, or given up */
async function deliverOne(
  one: PendingNotification,
  options: { isAnnounced: boolean; browsers: readonly StoredPushSubscription[] },
): Promise<boolean> {
  const { userId, id } = one;
  const key = { userId, id };
  const now = () => new Date();
  const announcedAt = one.announcedAt ?? (options.isAnnounced ? now() : null);
  let { pushedAt, mailedAt } = one;
  if (one.byPush && pushedAt === null && (await pushNotification(one, options.browsers))) {
    pushedAt = now();
    await recordDelivery(key, { pushedAt });
  }
  if (one.byMail && mailedAt === null && (await mailNotification(one))) {
    mailedAt = now();
    await recordDelivery(key, { mailedAt });
  }
  const isDone =
    announcedAt !== null && (!one.byPush || pushedAt !== null) && (!one.byMail || mailedAt !== null);
  const isGivenUp = !isDone && one.attempts >= MAX_ATTEMPTS;
  if (isGivenUp) reportError("notification-given-up", `after ${one.attempts} attempts`);
  const deliveredAt = isDone || isGivenUp ? now() : null;
  await recordDelivery(key, { announcedAt, deliveredAt });
  return deliveredAt !== null;
}

/** @returns whether it is done: sent, not wanted, or beyond the recipient's limit */
async function mailNotification({
  userId,
  id,
  email,
  emailVerifiedAt,
  ...one
}: PendingNotification): Promise<boolean> {
  const { mails } = preferencesSchema.strip().parse(one.preferences);
  if (emailVerifiedAt === null || !isMailWanted(mails, "alerts")) return true;
  const t = await createMailTranslator(one);
  const outcome = await sendMail({
    to: email,
    purpose: "alert",
    isVerified: true,
    idempotencyKey: `alert-${id}`,
    subject: one.title,
    text: `${one.title}\n${one.detail}\n\n${t("alert.text")}`,
    unsubscribe: await createUnsubscription({ userId, preferences: one.preferences }, "alerts"),
    createLink: () => new URL(`/terminal/${one.symbol ?? "BTCUSDT"}`, getEnv().APP_URL).href,
  });
  return outcome !== "failed";
}
