import { readServerNowMs } from "@/lib/client/market/server-clock";
import type { NotificationDto } from "@/lib/schemas/trading/alerts";

/** Notifications that a page keeps. */
const MAX_KEPT = 100;

/** New notifications: those of before the page was opened were missed, the others happen now. */
export type NewNotifications = { now: readonly NotificationDto[]; missed: readonly NotificationDto[] };

/**
 * The notifications of the page, outside React: every one exactly once, whether the stream repeats it after a
 * reconnection or the list contains it, too.
 */
export class NotificationStore {
  readonly #listeners = new Set<() => void>();
  readonly #newListeners = new Set<(added: NewNotifications) => void>();
  readonly #byId = new Map<string, NotificationDto>();
  /** Those that listeners were called with. */
  readonly #announced = new Set<string>();
  readonly #readOpenedMs: () => number;
  #list: readonly NotificationDto[] = [];

  /** `readOpenedMs`: when the page was opened, by the server's clock. */
  constructor(readOpenedMs: () => number) {
    this.#readOpenedMs = readOpenedMs;
  }

  /** Newest first. */
  read = (): readonly NotificationDto[] => this.#list;

  subscribe = (listener: () => void): (() => void) => addTo(this.#listeners, listener);

  /** Calls `listener` with notifications that the page did not have. */
  subscribeNew = (listener: (added: NewNotifications) => void): (() => void) =>
    addTo(this.#newListeners, listener);

  /** Applies what the stream sent: the newest unread ones. */
  apply(notifications: readonly NotificationDto[]): void {
    const fresh = notifications.filter(({ id }) => !this.#announced.has(id));
    if (fresh.length === 0) return;
    for (const { id } of fresh) this.#announced.add(id);
    this.merge(fresh);
    const openedMs = this.#readOpenedMs();
    const isMissed = ({ createdAt }: NotificationDto) => Date.parse(createdAt) < openedMs;
    const added = { now: fresh.filter((one) => !isMissed(one)), missed: fresh.filter(isMissed) };
    for (const listener of [...this.#newListeners]) listener(added);
  }

  /** Adds a page of the list. */
  merge(notifications: readonly NotificationDto[]): void {
    for (const one of notifications) {
      const known = this.#byId.get(one.id);
      // What was read here may still be unread in a message that was sent before.
      this.#byId.set(one.id, known?.isRead ? { ...one, isRead: true } : one);
    }
    this.#update();
  }

  /** Marks all as read. @returns when the newest was created; null when none was unread */
  markRead(): string | null {
    if (this.#list.every(({ isRead }) => isRead)) return null;
    for (const [id, one] of this.#byId) this.#byId.set(id, { ...one, isRead: true });
    this.#update();
    return this.#list[0]?.createdAt ?? null;
  }

  #update(): void {
    const all = [...this.#byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    for (const { id } of all.slice(MAX_KEPT)) this.#byId.delete(id);
    this.#list = all.slice(0, MAX_KEPT);
    for (const listener of [...this.#listeners]) listener();
  }
}

function addTo<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

let store: NotificationStore | undefined;

/** The page's single store; created at the first use. */
export function getNotificationStore(): NotificationStore {
  store ??= new NotificationStore(() => readServerNowMs() - performance.now());
  return store;
}
