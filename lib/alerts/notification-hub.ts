import "server-only";
import { formatNotification } from "@/lib/alerts/format-alert";
import { recordPresence } from "@/lib/alerts/presence";
import { listNotifications } from "@/lib/db/alerts/notifications";
import { type EventBlock, encodeEvent } from "@/lib/infra/event-block";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { ChannelSubscription } from "@/lib/notify/channel-subscription";
import { USER_CHANNEL } from "@/lib/notify/user-channel";
import type { NotificationStreamEvent } from "@/lib/schemas/trading/alerts";

/** Unread notifications in one message; older ones are in the list. */
const MAX_SENT = 20;
const PRESENCE_EVERY_MS = 10_000;

/** A stream of a user: the portfolio that it shows, under which its page gets the event. */
export type NotificationViewer = { portfolioId: string; send: (block: EventBlock) => boolean };

/**
 * The users that have a page open in this process. A stream gets its owner's newest unread notifications when
 * it begins and after each new one; the page knows by their ids which it has shown.
 */
export class NotificationHub {
  readonly #viewers = new Map<string, Set<NotificationViewer>>();

  constructor() {
    new ChannelSubscription({
      prefix: USER_CHANNEL,
      onChange: (userId) => void this.#send(userId),
      onSubscribed: () => {
        for (const userId of this.#viewers.keys()) void this.#send(userId);
      },
    });
    setInterval(() => this.#recordPresence([...this.#viewers.keys()]), PRESENCE_EVERY_MS).unref();
  }

  /** Adds a stream of a user; returns a function that removes it. */
  join(userId: string, viewer: NotificationViewer): () => void {
    const viewers = this.#viewers.get(userId) ?? new Set();
    this.#viewers.set(userId, viewers);
    viewers.add(viewer);
    this.#recordPresence([userId]);
    void this.#send(userId, [viewer]);
    return () => {
      viewers.delete(viewer);
      if (viewers.size === 0 && this.#viewers.get(userId) === viewers) this.#viewers.delete(userId);
    };
  }

  /** Sends a user's notifications again, to streams that may have missed them. */
  refresh(userId: string): void {
    void this.#send(userId);
  }

  async #send(userId: string, to?: readonly NotificationViewer[]): Promise<void> {
    const viewers = to ?? [...(this.#viewers.get(userId) ?? [])];
    if (viewers.length === 0) return;
    try {
      const rows = await listNotifications(userId, { limit: MAX_SENT, isUnread: true });
      if (rows.length === 0) return;
      const notifications = rows.map(formatNotification);
      for (const { portfolioId, send } of viewers) {
        const message: NotificationStreamEvent = { portfolioId, notifications };
        send(encodeEvent("notification", message));
      }
    } catch (error) {
      reportError("notifications-not-sent", error);
    }
  }

  #recordPresence(userIds: readonly string[]): void {
    recordPresence(userIds).catch((error) => reportError("presence-not-recorded", error));
  }
}

/** The notification hub of this process, started at its first use. */
export function getNotificationHub(): NotificationHub {
  return getProcessSingleton("notification-hub", () => new NotificationHub());
}
