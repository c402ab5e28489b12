import { describe, expect, it } from "vitest";
import { type NewNotifications, NotificationStore } from "@/lib/client/alerts/notification-store";
import type { NotificationDto } from "@/lib/schemas/trading/alerts";

const OPENED_MS = Date.parse("2026-03-01T12:00:00Z");

const firing = (id: string, afterMs: number, isRead = false): NotificationDto => ({
  id,
  alertId: id,
  kind: "price",
  symbol: "BTCUSDT",
  title: id,
  detail: "",
  firedAt: new Date(OPENED_MS + afterMs).toISOString(),
  createdAt: new Date(OPENED_MS + afterMs).toISOString(),
  isRead,
});

function openStore() {
  const store = new NotificationStore(() => OPENED_MS);
  const notifications: NewNotifications[] = [];
  store.subscribeNew((one) => notifications.push(one));
  const idsOf = () =>
    notifications.map(({ now, missed }) => ({
      now: now.map(({ id }) => id),
      missed: missed.map(({ id }) => id),
    }));
  return { store, idsOf, ids: () => store.read().map(({ id }) => id) };
}

describe("NotificationStore", () => {
  it("tells what was missed from what happens, and each once however often the stream repeats it", () => {
    const { store, idsOf, ids } = openStore();
    store.apply([firing("before", -5_000)]);
    store.apply([firing("now", 1_000), firing("before", -5_000)]);
    store.apply([firing("now", 1_000), firing("before", -5_000)]);
    expect(idsOf()).toEqual([
      { now: [], missed: ["before"] },
      { now: ["now"], missed: [] },
    ]);
    expect(ids()).toEqual(["now", "before"]);
  });

  it("announces what the list had first, since the list is no message", () => {
    const { store, idsOf } = openStore();
    store.merge([firing("a", 1_000)]);
    store.apply([firing("a", 1_000)]);
    expect(idsOf()).toEqual([{ now: ["a"], missed: [] }]);
  });

  it("stays read where a message sent before says otherwise", () => {
    const { store } = openStore();
    store.apply([firing("a", 1_000), firing("b", 2_000)]);
    expect(store.markRead()).toBe(firing("b", 2_000).createdAt);
    store.apply([firing("c", 3_000), firing("a", 1_000)]);
    expect(store.read().map(({ id, isRead }) => [id, isRead])).toEqual([
      ["c", false],
      ["b", true],
      ["a", true],
    ]);
    store.markRead();
    expect(store.markRead()).toBeNull();
  });
});
