import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as runReview } from "@/app/api/cron/review/route";
import { createSession, endSession, listSessions } from "@/lib/auth/session/session-store";
import { storeSignIn } from "@/lib/db/access/sign-ins";
import { getDb } from "@/lib/db/client";
import { savePriceRanges } from "@/lib/db/market/price-ranges";
import { UNKNOWN_CLIENT_IP } from "@/lib/infra/unknown-client-ip";
import { startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let world: TradingWorld;
beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

async function review(): Promise<Record<string, number>> {
  const headers = { authorization: `Bearer ${process.env.CRON_SECRET}` };
  const response = await runReview(new Request("http://localhost:3000/api/cron/review", { headers }));
  expect(response.status).toBe(200);
  return response.json();
}

const findItems = (trader: TestTrader, kind: string) =>
  getDb().reviewItem.findMany({ where: { userId: trader.userId, kind }, orderBy: { createdAt: "asc" } });

let seq = 1_000;
type Side = "buy" | "sell";

/** A filled order as the engine would have stored it; `changes` overrides its fields. */
async function saveOrder(
  portfolioId: string,
  order: { atMs: number; side?: Side; qty?: number; symbol?: string },
  changes: Record<string, unknown> = {},
): Promise<{ seq: number; clientOrderId: string }> {
  seq += 1;
  const { atMs, side = "buy", qty = 1, symbol = "BTCUSDT" } = order;
  await getDb().order.create({
    data: {
      portfolioId,
      clientOrderId: `past-${seq}`,
      epoch: 0,
      symbol,
      side,
      kind: "market",
      status: "FILLED",
      qty,
      filled: qty,
      filledValue: qty * 100,
      fees: 0,
      timeInForce: "IOC",
      reduceOnly: false,
      purpose: "manual",
      queueAhead: 0,
      acceptedAt: new Date(atMs),
      acceptedSeq: seq,
      endedAt: new Date(atMs),
      ...changes,
    },
  });
  return { seq, clientOrderId: `past-${seq}` };
}

/** `closes`: it reduces a position, so that its cost is negative. */
type Fill = {
  atMs: number;
  side: Side;
  qty?: number;
  symbol?: string;
  acceptedMs?: number;
  closes?: boolean;
};

/** An order with its execution, at the price of 100. Returns the sequence of the fill. */
async function saveFill(portfolioId: string, fill: Fill): Promise<number> {
  const { atMs, side, qty = 1, symbol = "BTCUSDT", acceptedMs = atMs, closes = false } = fill;
  const order = await saveOrder(portfolioId, { atMs: acceptedMs, side, qty, symbol });
  seq += 1;
  const qtyChange = side === "buy" ? qty : -qty;
  await getDb().trade.create({
    data: {
      portfolioId,
      seq,
      clientOrderId: order.clientOrderId,
      epoch: 0,
      symbol,
      side,
      purpose: "manual",
      qty,
      price: 100,
      qtyChange,
      cost: (closes ? -qty : qty) * 100,
      realised: 0,
      fee: 0,
      feeRate: 0,
      cash: 0,
      liquidity: "taker",
      evidence: {},
      at: new Date(atMs),
    },
  });
  return seq;
}

type Trip = { entries: Omit<Fill, "side">[]; closeMs: number; side: "long" | "short"; net: number };

/** A closed round trip with its orders, executions and line of the journal. */
async function saveTrip({ portfolioId, userId }: TestTrader, trip: Trip): Promise<void> {
  const [entry, exit]: [Side, Side] = trip.side === "long" ? ["buy", "sell"] : ["sell", "buy"];
  const fills: number[] = [];
  for (const fill of trip.entries) fills.push(await saveFill(portfolioId, { ...fill, side: entry }));
  const qty = trip.entries.reduce((sum, fill) => sum + (fill.qty ?? 1), 0);
  const closedSeq = await saveFill(portfolioId, { atMs: trip.closeMs, side: exit, qty, closes: true });
  const roundTripId = fills[0] ?? closedSeq;
  const data = { portfolioId, userId, roundTripId, closedSeq, symbol: "BTCUSDT", side: trip.side, qty };
  const money = {
    entryPrice: 100,
    exitPrice: 100,
    leverage: 1,
    gross: trip.net,
    fees: 0,
    funding: 0,
    net: trip.net,
  };
  const openedAt = new Date(trip.entries[0]?.atMs ?? 0);
  const times = { openedAt, closedAt: new Date(trip.closeMs), exitReason: "manual" };
  await getDb().journalEntry.create({
    data: { id: `${portfolioId}.${roundTripId}`, ...data, ...money, ...times },
  });
}

/** Another portfolio of a trader, of the given kind. */
async function addPortfolio(trader: TestTrader, kind: "PRACTICE" | "CHALLENGE"): Promise<string> {
  seq += 1;
  const id = `${trader.portfolioId}-${seq}`;
  await getDb().$executeRaw`
    INSERT INTO "Portfolio" SELECT (jsonb_populate_record(p, jsonb_build_object('id', ${id}::text,
      'kind', ${kind}::text))).* FROM "Portfolio" p WHERE p."id" = ${trader.portfolioId}`;
  return id;
}

describe("profit around price jumps", () => {
  const startMs = Math.floor((Date.now() - 40 * MINUTE) / SECOND) * SECOND;
  /** Every minute the price rises by 1 %, and falls back half a minute later. */
  const jumpMs = (minute: number) => startMs + minute * MINUTE + 20 * SECOND;
  const MINUTES = Array.from({ length: 10 }, (_, minute) => minute);
  beforeAll(async () => {
    const seconds = Array.from({ length: 600 }, (_, second) => second);
    const isHigh = (second: number) => second % 60 >= 20 && second % 60 < 50;
    await savePriceRanges(
      seconds.map((second) => {
        const price = isHigh(second) ? "101" : "100";
        return { symbol: "BTCUSDT", startMs: startMs + second * SECOND, high: price, low: price };
      }),
    );
    await review();
  });

  it("is shown without any proof of a tick, whatever small orders surround it", async () => {
    const machine = await world.createTrader();
    for (const minute of MINUTES) {
      const atMs = jumpMs(minute) + 300;
      await saveTrip(machine, {
        entries: [{ atMs, qty: 5 }],
        closeMs: atMs + 9 * SECOND,
        side: "long",
        net: 50,
      });
      for (const after of [5, 12, 15]) {
        const dustMs = jumpMs(minute) + after * SECOND;
        const entries = [{ atMs: dustMs, qty: 0.01 }];
        await saveTrip(machine, {
          entries,
          closeMs: dustMs + SECOND,
          side: "short",
          net: after > 10 ? 0.1 : -0.1,
        });
      }
    }
    await review();
    await review();
    const [item, ...others] = await findItems(machine, "price-jump-profit");
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      subject: machine.portfolioId,
      evidence: { trips: 40, winners: 10, moments: 10, profit: 502, profitNear: 500, lossNear: 0 },
    });
    expect(await findItems(machine, "reaction-time")).toEqual([]);
  });

  it("is shown before a jump, for a short on a fall, and behind a small first entry", async () => {
    const trader = await world.createTrader();
    for (const minute of MINUTES) {
      const fallMs = jumpMs(minute) + 30 * SECOND;
      const entries = [
        { atMs: fallMs - 20 * SECOND, qty: 0.01 },
        { atMs: fallMs - 1_500, qty: 5 },
      ];
      await saveTrip(trader, { entries, closeMs: fallMs + 6 * SECOND, side: "short", net: 40 });
    }
    await review();
    expect(await findItems(trader, "price-jump-profit")).toMatchObject([
      { subject: trader.portfolioId, evidence: { winners: 10, lossNear: 0 } },
    ]);
  });

  it("is shown for exits that escape the jump", async () => {
    const trader = await world.createTrader();
    for (const minute of MINUTES) {
      const fallMs = jumpMs(minute) + 30 * SECOND;
      await saveTrip(trader, {
        entries: [{ atMs: fallMs - 20 * SECOND }],
        closeMs: fallMs + SECOND,
        side: "long",
        net: 9,
      });
    }
    await review();
    expect(await findItems(trader, "price-jump-profit")).toHaveLength(1);
  });

  it("is not that of resting orders, of guesses, nor of those who trade at any time", async () => {
    const [resting, guessing, steady, contrary] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    for (const minute of MINUTES) {
      const atMs = jumpMs(minute);
      const closeMs = atMs + 10 * SECOND;
      const acceptedMs = atMs - 10 * SECOND;
      await saveTrip(resting, { entries: [{ atMs, acceptedMs }], closeMs, side: "long", net: 50 });
      await saveTrip(guessing, {
        entries: [{ atMs }],
        closeMs,
        side: "long",
        net: minute % 2 === 0 ? 50 : -45,
      });
      await saveTrip(contrary, { entries: [{ atMs }], closeMs, side: "short", net: 50 });
      await saveTrip(steady, { entries: [{ atMs }], closeMs, side: "long", net: 10 });
      await saveTrip(steady, {
        entries: [{ atMs: closeMs }],
        closeMs: closeMs + 5 * SECOND,
        side: "long",
        net: 30,
      });
    }
    await review();
    for (const trader of [resting, guessing, steady, contrary])
      expect(await findItems(trader, "price-jump-profit")).toEqual([]);
  });
});

describe("hedges", () => {
  const startMs = Math.floor((Date.now() - 10 * HOUR) / (10 * SECOND)) * 10 * SECOND;
  const side = (index: number): Side => (index % 2 === 0 ? "buy" : "sell");
  const against = (index: number): Side => side(index + 1);
  const TIMES = Array.from({ length: 8 }, (_, index) => ({ index, atMs: startMs + index * 10 * MINUTE }));
  /** Signs a trader in from this client IP, and out elsewhere. */
  async function moveTo({ userId }: TestTrader, clientIp: string): Promise<void> {
    for (const { sessionId } of await listSessions(userId)) await endSession(userId, sessionId);
    const person = { userId, role: "TRADER" as const, email: "a@b.test", displayName: "A" };
    await createSession({ ...person, createdMs: Date.now(), userAgent: "Mozilla/5.0", clientIp });
  }

  const signIn = (userId: string, clientIp: string) =>
    storeSignIn({ userId, at: new Date(), method: "password", clientIp, userAgent: "Mozilla/5.0" });

  it("over two accounts are shown from both sides, split and among small trades, with the shared client", async () => {
    const [ann, ben] = [await world.createTrader(), await world.createTrader()];
    await moveTo(ann, "198.51.100.7");
    await moveTo(ben, "198.51.100.7");
    for (const { index, atMs } of TIMES) {
      await saveFill(ann.portfolioId, { atMs, side: side(index), qty: 2 });
      await saveFill(ben.portfolioId, { atMs: atMs + 3 * SECOND, side: against(index), qty: 1.2 });
      await saveFill(ben.portfolioId, { atMs: atMs + 4 * SECOND, side: against(index), qty: 0.9 });
      for (const minute of [1, 2, 3])
        await saveFill(ben.portfolioId, { atMs: atMs + minute * MINUTE, side: side(minute), qty: 0.01 });
    }
    await review();
    const subject = `${ann.portfolioId} ${ben.portfolioId}`;
    const evidence = {
      hedged: 8,
      otherUser: ben.userId,
      value: 1_600,
      traded: 1_600,
      sameClientIp: true,
      sameBrowser: true,
    };
    expect(await findItems(ann, "hedged-portfolios")).toMatchObject([{ subject, evidence }]);
    expect(await findItems(ben, "hedged-portfolios")).toMatchObject([
      { evidence: { otherUser: ann.userId } },
    ]);
    // Only the result of the comparison is stored.
    expect(JSON.stringify(await findItems(ann, "hedged-portfolios"))).not.toContain("198.51.100.7");
    expect(await findItems(ann, "mirrored-account")).toEqual([]);
  });

  it.each([
    { of: "different", own: "198.51.100.7", others: "198.51.100.8", qty: 30 },
    { of: "unknown", own: "unknown", others: "unknown", qty: 60 },
  ])("over two accounts with $of client IPs name no shared client", async ({ own, others, qty }) => {
    const [ann, ben] = [await world.createTrader(), await world.createTrader()];
    await moveTo(ann, own);
    await moveTo(ben, others);
    for (const { index, atMs } of TIMES) {
      await saveFill(ann.portfolioId, { atMs, side: side(index), qty });
      await saveFill(ben.portfolioId, { atMs, side: against(index), qty });
    }
    await review();
    const [item, ...rest] = await findItems(ann, "hedged-portfolios");
    expect(rest).toEqual([]);
    expect(item?.evidence).toMatchObject({ hedged: 8, otherUser: ben.userId });
    expect(item?.evidence).not.toHaveProperty("sameClientIp");
  });

  it("over two challenges of one user are shown once, over days; over practice portfolios they are not", async () => {
    const [cheat, honest] = [await world.createTrader(), await world.createTrader()];
    const [long, short] = [await addPortfolio(cheat, "CHALLENGE"), await addPortfolio(cheat, "CHALLENGE")];
    const [first, second] = [await addPortfolio(honest, "PRACTICE"), await addPortfolio(honest, "PRACTICE")];
    for (const { index } of TIMES) {
      const atMs = startMs - DAY - index * DAY;
      for (const portfolioId of [long, first]) await saveFill(portfolioId, { atMs, side: side(index) });
      for (const portfolioId of [short, second])
        await saveFill(portfolioId, { atMs: atMs + 2 * SECOND, side: against(index), qty: 1.1 });
    }
    await review();
    expect(await findItems(cheat, "hedged-portfolios")).toMatchObject([
      { subject: [long, short].sort().join(" "), evidence: { hedged: 8, otherUser: cheat.userId } },
    ]);
    expect(await findItems(honest, "hedged-portfolios")).toEqual([]);
  });

  it("over two challenges of one user are shown for one entry, after which one breaches and the other trades on", async () => {
    const [cheat, honest] = [await world.createTrader(), await world.createTrader()];
    const open = async (trader: TestTrader) =>
      [await addPortfolio(trader, "CHALLENGE"), await addPortfolio(trader, "CHALLENGE")] as const;
    const [[loser, winner], [one, two]] = [await open(cheat), await open(honest)];
    const atMs = startMs - 2 * DAY;
    await saveFill(loser, { atMs, side: "sell", qty: 5 });
    await saveFill(winner, { atMs: atMs + 3 * SECOND, side: "buy", qty: 5 });
    await saveFill(loser, { atMs: atMs + HOUR, side: "buy", qty: 5 });
    for (const hours of [5, 9, 13])
      await saveFill(winner, { atMs: atMs + hours * HOUR, side: "sell", qty: 4 });
    // The same side, and a dust order against the other's trades.
    for (const portfolioId of [one, two])
      await saveFill(portfolioId, { atMs: atMs + MINUTE, side: "buy", qty: 6 });
    await saveFill(one, { atMs: atMs + 2 * MINUTE, side: "buy", qty: 0.01 });
    await saveFill(two, { atMs: atMs + 2 * MINUTE, side: "sell", qty: 0.01 });
    await review();
    expect(await findItems(cheat, "hedged-portfolios")).toMatchObject([
      { subject: [loser, winner].sort().join(" "), evidence: { hedged: 1, otherUser: cheat.userId } },
    ]);
    expect(await findItems(honest, "hedged-portfolios")).toEqual([]);
  });

  it("over two challenges of one user are shown by what they held, however far apart and unequal the entries", async () => {
    const [cheat, honest] = [await world.createTrader(), await world.createTrader()];
    const open = async (trader: TestTrader) =>
      [await addPortfolio(trader, "CHALLENGE"), await addPortfolio(trader, "CHALLENGE")] as const;
    const [[long, short], [first, second]] = [await open(cheat), await open(honest)];
    const atMs = startMs - 3 * DAY;
    // Ten minutes apart, 3 against 5, closed an hour apart.
    await saveFill(long, { atMs, side: "buy", qty: 3 });
    await saveFill(short, { atMs: atMs + 10 * MINUTE, side: "sell", qty: 5 });
    await saveFill(long, { atMs: atMs + 5 * HOUR, side: "sell", qty: 3 });
    await saveFill(short, { atMs: atMs + 6 * HOUR, side: "buy", qty: 5 });
    // The other way round one after the other, and for a few minutes of hours.
    await saveFill(first, { atMs, side: "buy", qty: 3 });
    await saveFill(second, { atMs: atMs + 4.5 * HOUR, side: "sell", qty: 3 });
    await saveFill(first, { atMs: atMs + 5 * HOUR, side: "sell", qty: 3 });
    await saveFill(second, { atMs: atMs + 9 * HOUR, side: "buy", qty: 3 });
    await review();
    const subject = [long, short].sort().join(" ");
    expect(await findItems(cheat, "opposite-positions")).toMatchObject([
      { subject, evidence: { hedgedHours: 4.83, hedgedShare: 0.9667 } },
    ]);
    expect(await findItems(honest, "opposite-positions")).toEqual([]);
  });

  it("over two accounts with a common client IP are shown by what they held, whenever each was opened", async () => {
    const [long, short, neighbour] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const atMs = startMs - 4 * DAY;
    for (const { userId } of [long, short]) await signIn(userId, "198.51.100.40");
    for (const { userId } of [long, neighbour]) await signIn(userId, UNKNOWN_CLIENT_IP);
    await saveFill(long.portfolioId, { atMs, side: "buy", qty: 3 });
    await saveFill(long.portfolioId, { atMs: atMs + 5 * HOUR, side: "sell", qty: 3 });
    for (const { portfolioId } of [short, neighbour]) {
      await saveFill(portfolioId, { atMs: atMs + HOUR, side: "sell", qty: 5 });
      await saveFill(portfolioId, { atMs: atMs + 5 * HOUR, side: "buy", qty: 5 });
    }
    await review();
    const evidence = { hedgedHours: 4, hedgedShare: 0.8 };
    expect(await findItems(long, "opposite-positions")).toMatchObject([
      {
        subject: `${long.portfolioId} ${short.portfolioId}`,
        evidence: { ...evidence, otherUser: short.userId },
      },
    ]);
    expect(await findItems(short, "opposite-positions")).toMatchObject([{ evidence }]);
    // A single trade against the other's proves nothing among strangers.
    expect(await findItems(neighbour, "opposite-positions")).toEqual([]);
  });

  it("over two accounts without a common client IP are shown after three of them, minutes apart", async () => {
    const [one, other, mixed] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    for (const index of [0, 1, 2]) {
      const atMs = startMs - 5 * DAY - index * 12 * HOUR;
      await saveFill(one.portfolioId, { atMs, side: side(index), qty: 3 });
      await saveFill(one.portfolioId, { atMs: atMs + 6 * HOUR, side: against(index), qty: 3 });
      for (const [trader, entry] of [
        [other, against(index)],
        [mixed, index === 0 ? side(index) : against(index)],
      ] as const) {
        await saveFill(trader.portfolioId, { atMs: atMs + 12 * MINUTE, side: entry, qty: 4 });
        const exit = entry === "buy" ? "sell" : "buy";
        await saveFill(trader.portfolioId, { atMs: atMs + 5 * HOUR, side: exit, qty: 4 });
      }
    }
    await review();
    expect(await findItems(one, "opposite-positions")).toMatchObject([
      {
        subject: `${one.portfolioId} ${other.portfolioId}`,
        evidence: { hedgedHours: 14.4, otherUser: other.userId },
      },
    ]);
    expect(await findItems(other, "opposite-positions")).toHaveLength(1);
    expect(await findItems(mixed, "opposite-positions")).toEqual([]);
  });

  it("are not the same side, another size, another symbol, another time, nor a part of what both trade", async () => {
    const [one, same, large] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const [other, late, mixed] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    const save = (trader: TestTrader, fill: Fill) => saveFill(trader.portfolioId, fill);
    for (const { index, atMs: earlier } of TIMES) {
      const atMs = earlier + 5 * MINUTE;
      await save(one, { atMs, side: side(index), qty: 7 });
      await save(same, { atMs, side: side(index), qty: 7 });
      await save(large, { atMs, side: against(index), qty: 9 });
      await save(other, { atMs, side: against(index), qty: 7, symbol: "ETHUSDT" });
      await save(late, { atMs: atMs + 15 * SECOND, side: against(index), qty: 7 });
      await save(mixed, { atMs, side: against(index), qty: 7 });
      await save(mixed, { atMs: atMs + MINUTE, side: side(index), qty: 12 });
    }
    await review();
    for (const trader of [one, same, large, other, late, mixed])
      expect(await findItems(trader, "hedged-portfolios")).toEqual([]);
  });
});

describe("gaps of the feed", () => {
  const startMs = Math.floor((Date.now() - 5 * DAY) / SECOND) * SECOND;
  const gapMs = (index: number) => startMs + index * 6 * HOUR;
  const GAPS = [0, 1, 2, 3];
  beforeAll(async () => {
    const rows = GAPS.map((index) => ({
      fromAt: new Date(gapMs(index)),
      toAt: new Date(gapMs(index) + 20 * SECOND),
    }));
    await getDb().feedGap.createMany({ data: rows });
  });

  it("show who trades in them, whatever small orders are placed elsewhere", async () => {
    const [gap, honest] = [await world.createTrader(), await world.createTrader()];
    for (const index of GAPS) {
      for (const second of [4, 12, 25]) {
        const atMs = gapMs(index) + second * SECOND;
        const closeMs = atMs + HOUR;
        await saveTrip(gap, { entries: [{ atMs, qty: 5 }], closeMs, side: "long", net: 100 });
        for (const minute of [5, 6, 7])
          await saveOrder(gap.portfolioId, { atMs: atMs + minute * MINUTE, qty: 0.01 });
        await saveTrip(honest, { entries: [{ atMs }], closeMs, side: "long", net: 100 });
        const calm = {
          entries: [{ atMs: atMs + 2 * HOUR, qty: 2 }],
          closeMs: atMs + 3 * HOUR,
          side: "long" as const,
        };
        await saveTrip(honest, { ...calm, net: 150 });
      }
    }
    // Exits outside of gaps are as large as the entries: the value of orders alone would hide the pattern.
    await review();
    expect(await findItems(gap, "outage-profit")).toMatchObject([
      { subject: gap.portfolioId, evidence: { winners: 12, moments: 4, profit: 1_200, profitNear: 1_200 } },
    ]);
    expect(await findItems(honest, "outage-profit")).toEqual([]);
    expect(await findItems(honest, "outage-trading")).toEqual([]);
  });

  it("show who places in them by value, not by number", async () => {
    const trader = await world.createTrader();
    for (const index of GAPS) {
      for (const second of [1, 2, 3])
        await saveOrder(trader.portfolioId, { atMs: gapMs(index) + second * SECOND });
      for (const minute of [1, 2, 3, 4, 5, 6])
        await saveOrder(trader.portfolioId, { atMs: gapMs(index) + minute * MINUTE, qty: 0.01 });
    }
    await review();
    expect(await findItems(trader, "outage-trading")).toMatchObject([
      { evidence: { actions: 36, near: 12, gaps: 4, value: 1_224, valueNear: 1_200 } },
    ]);
  });

  /** A limit order that was placed an hour before it was cancelled. */
  const saveCancelled = (trader: TestTrader, endMs: number, input: { qty?: number; reason?: string } = {}) =>
    saveOrder(
      trader.portfolioId,
      { atMs: endMs - HOUR, ...(input.qty && { qty: input.qty }) },
      {
        kind: "limit",
        timeInForce: "GTC",
        price: 100,
        status: "CANCELLED",
        filled: 0,
        filledValue: 0,
        reason: input.reason ?? "requested",
        endedAt: new Date(endMs),
      },
    );

  it("show who cancels in them, not who is cancelled by the engine or cancels at any time", async () => {
    const [cheat, engine, steady] = [
      await world.createTrader(),
      await world.createTrader(),
      await world.createTrader(),
    ];
    for (const index of GAPS) {
      for (const second of [5, 6, 7]) {
        const endMs = gapMs(index) + second * SECOND;
        await saveCancelled(cheat, endMs);
        await saveCancelled(cheat, endMs + 2 * HOUR, { qty: 0.01 });
        await saveCancelled(engine, endMs, { reason: "no_margin" });
        await saveCancelled(steady, endMs);
        await saveCancelled(steady, endMs + 2 * HOUR);
      }
    }
    await review();
    expect(await findItems(cheat, "outage-changes")).toMatchObject([
      { subject: cheat.portfolioId, evidence: { actions: 24, near: 12, gaps: 4, valueNear: 1_200 } },
    ]);
    expect(await findItems(cheat, "outage-trading")).toEqual([]);
    for (const trader of [engine, steady]) expect(await findItems(trader, "outage-changes")).toEqual([]);
  });

  it("show who amends in them", async () => {
    const trader = await world.createTrader();
    for (const index of GAPS) {
      const { clientOrderId } = await saveOrder(trader.portfolioId, { atMs: gapMs(index) - HOUR });
      for (const second of [5, 6, 7]) {
        seq += 1;
        await getDb().portfolioEvent.create({
          data: {
            portfolioId: trader.portfolioId,
            seq,
            type: "order-amended",
            payload: { orderId: clientOrderId },
            at: new Date(gapMs(index) + second * SECOND),
            hash: "0".repeat(64),
          },
        });
      }
    }
    await review();
    expect(await findItems(trader, "outage-changes")).toMatchObject([
      { evidence: { actions: 12, near: 12 } },
    ]);
  });
});
