import { describe, expect, it } from "vitest";
import { RequestError } from "@/lib/client/api/market-api";
import { type PortfolioNotification, PortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { PortfolioConnection } from "@/lib/client/stream/stream-want";
import type { PortfolioEventDto, PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";
import { buildOrder, buildPosition, buildSnapshot } from "@/tests/support/portfolio-snapshot";

const at = "2026-01-01T00:00:00.000Z";
const cancelled = (seq: number): PortfolioEventDto => ({
  seq,
  at,
  type: "order-cancelled",
  orderId: `o${seq}`,
  symbol: "BTCUSDT",
  order: null,
  reason: "requested",
});

/** A store that shows portfolio p1, with a stream that the test controls. */
async function openStore(
  first: PortfolioSnapshot = buildSnapshot({ seq: 5 }),
  fetchEvents: () => Promise<PortfolioEventDto[]> = async () => [],
) {
  let connection: PortfolioConnection | null = null;
  const server: { respond: () => PortfolioSnapshot } = { respond: () => first };
  const store = new PortfolioStore({
    fetchSnapshot: async () => server.respond(),
    fetchEvents,
    connect: (next) => {
      connection = next;
    },
    onNotifications: () => {},
  });
  const read = (): PortfolioConnection => {
    if (!connection) throw new Error("The store is not connected.");
    return connection;
  };
  const notifications: PortfolioNotification[] = [];
  store.subscribeEvents((one) => notifications.push(one));
  store.show("p1");
  await store.refresh();
  return {
    store,
    notifications,
    server,
    isConnected: () => connection !== null,
    connection: read,
    readCursor: () => read().readCursor(),
    publish: (seqs: number[], change: Partial<PortfolioSnapshot> = {}) => {
      const seq = change.seq ?? seqs.at(-1) ?? 0;
      const snapshot = buildSnapshot({ seq, ...change });
      const afterSeq = (seqs[0] ?? seq + 1) - 1;
      read().onEvent({ portfolioId: "p1", afterSeq, seq, events: seqs.map(cancelled), snapshot });
    },
  };
}

describe("PortfolioStore", () => {
  it("tells every event once, however often the stream repeats it", async () => {
    const { notifications, publish, readCursor } = await openStore();
    publish([6, 7]);
    publish([6, 7, 8]);
    publish([8]);
    expect(notifications.flatMap((one) => one.events.map((event) => event.seq))).toEqual([6, 7, 8]);
    expect(readCursor()).toBe(8);
  });

  it("does not tell what had happened before the page was opened", async () => {
    const { notifications, publish } = await openStore();
    publish([3, 4, 5]);
    expect(notifications).toEqual([]);
  });

  it("still tells an event whose state came first as the response to a write", async () => {
    const { store, notifications, publish } = await openStore();
    store.applySnapshot(buildSnapshot({ seq: 6, balance: "9000" }));
    publish([6], { balance: "9000" });
    expect(notifications.flatMap((one) => one.events.map((event) => event.seq))).toEqual([6]);
  });

  it("asks for what it missed when the stream was opened before there was a state, and tells it once", async () => {
    const { notifications, publish, readCursor } = await openStore(undefined, async () =>
      [7, 6, 5, 4].map(cancelled),
    );
    publish([], { seq: 7 });
    await expect.poll(() => notifications.length).toBe(1);
    publish([8]);
    expect(notifications.map((one) => one.events.map((event) => event.seq))).toEqual([[6, 7], [8]]);
    expect(readCursor()).toBe(8);
  });

  it("asks for events that lie between what it knows and what comes, and tells all in order", async () => {
    const { notifications, publish } = await openStore(undefined, async () => [7, 6, 5].map(cancelled));
    publish([8]);
    await expect.poll(() => notifications.length).toBe(1);
    expect(notifications[0]?.events.map((event) => event.seq)).toEqual([6, 7, 8]);
  });

  it("reads what happened before it joined the stream of another tab", async () => {
    const { store, notifications, server, connection } = await openStore(undefined, async () =>
      [7, 6].map(cancelled),
    );
    connection().onSeen(5);
    expect(store.read().snapshot?.seq).toBe(5);
    server.respond = () => buildSnapshot({ seq: 7 });
    connection().onSeen(7);
    await expect.poll(() => store.read().snapshot?.seq).toBe(7);
    await expect
      .poll(() => notifications.map((one) => one.events.map((event) => event.seq)))
      .toEqual([[6, 7]]);
  });

  it("keeps the state where what was missed can't be had", async () => {
    const { store, notifications, publish } = await openStore(undefined, () =>
      Promise.reject(new Error("offline")),
    );
    publish([], { seq: 7 });
    expect(store.read().snapshot?.seq).toBe(7);
    publish([8]);
    await expect.poll(() => notifications.length).toBe(1);
    expect(notifications[0]?.events.map((event) => event.seq)).toEqual([8]);
  });

  it("never goes back to an older state, nor to another portfolio's", async () => {
    const { store, publish } = await openStore();
    publish([9], { balance: "9000" });
    publish([7], { balance: "7000" });
    store.applySnapshot(buildSnapshot({ id: "p2", seq: 99 }));
    expect(store.read().snapshot).toMatchObject({ id: "p1", seq: 9, balance: "9000" });
  });

  it("keeps the objects of rows that did not change", async () => {
    const [a, b] = [buildOrder({ id: "a" }), buildOrder({ id: "b" })];
    const { store, publish } = await openStore(
      buildSnapshot({ seq: 5, orders: [a, b], positions: [buildPosition()] }),
    );
    const before = store.read().snapshot;
    publish([6], {
      orders: [buildOrder({ id: "a" }), buildOrder({ id: "b", price: "58000" })],
      positions: [buildPosition()],
    });
    const after = store.read().snapshot;
    expect(after?.positions).toBe(before?.positions);
    expect(after?.orders[0]).toBe(before?.orders[0]);
    expect(after?.orders[1]?.price).toBe("58000");
  });

  it("forgets the portfolio before when another is shown, and says why one could not be read", async () => {
    const { store } = await openStore();
    store.show(null);
    expect(store.read()).toEqual({ snapshot: null, error: null });
    const broken = new PortfolioStore({
      fetchSnapshot: () => Promise.reject(new Error("Sign in first.")),
      fetchEvents: async () => [],
      connect: () => {},
      onNotifications: () => {},
    });
    broken.show("p1");
    await broken.refresh();
    expect(broken.read()).toMatchObject({ snapshot: null, error: { message: "Sign in first." } });
  });

  describe("a session that is in doubt", () => {
    it("goes on when the server still shows the portfolio, and says since when", async () => {
      const { store, connection } = await openStore();
      const before = connection().readConfirmedAtMs();
      connection().onUnknownOutcome();
      await expect.poll(() => connection().readConfirmedAtMs()).toBeGreaterThanOrEqual(before);
      expect(store.read().snapshot?.id).toBe("p1");
    });

    it.each(["unauthorized", "not_found"])("shows nothing of the portfolio after %s", async (code) => {
      const { store, server, connection, isConnected } = await openStore();
      server.respond = () => {
        throw new RequestError(code, "There is no such portfolio.");
      };
      connection().onUnknownOutcome();
      await expect.poll(() => store.read().snapshot).toBeNull();
      expect(store.read().error).toMatchObject({ code: "session_over" });
      expect(isConnected()).toBe(false);
    });

    it("keeps the portfolio while the server can't be asked", async () => {
      const { store, server, connection } = await openStore();
      let asked = 0;
      server.respond = () => {
        asked += 1;
        throw new RequestError("offline", "The server could not be reached.");
      };
      connection().onUnknownOutcome();
      await expect.poll(() => asked).toBe(1);
      expect(store.read().snapshot?.id).toBe("p1");
    });
  });
});
