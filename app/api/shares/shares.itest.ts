import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as HEATMAP } from "@/app/api/journal/heatmap/route";
import { DELETE } from "@/app/api/shares/[share]/route";
import { GET, POST } from "@/app/api/shares/route";
import { GET as EMBED } from "@/app/embed/[id]/route";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { findFills } from "@/lib/db/queries/trades";
import type { HeatmapDto } from "@/lib/schemas/journal-responses";
import type { SharedLine } from "@/lib/schemas/sharing/share";
import { drawEmbed } from "@/lib/share/draw-embed";
import { formatFacts } from "@/lib/share/format-facts";
import { readFacts } from "@/lib/share/share-links";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { translate } from "@/tests/support/text";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

/** Within the part of the history that every tier sees. */
const NOW_MS = Date.now() - 60_000;
const DAY = new Date(NOW_MS + 1_000).toISOString().slice(0, 10);
let services: TestServices;
let cookie: string;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  const opened = await openTestPortfolio({ id: "p1", nowMs: NOW_MS - 1_000, opening: parseMoney("10000") });
  const { userId } = await getDb().portfolio.findUniqueOrThrow({ where: { id: opened.portfolioId } });
  cookie = (await signInAs({ userId })).cookie;
  const order = {
    orderId: "open-1",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("2"),
  } as const;
  const [open, close] = [
    () => buildContext({ nowMs: NOW_MS, price: "100" }),
    () => buildContext({ nowMs: NOW_MS + 1_000, price: "110" }),
  ];
  await executeCommand("p1", { type: "submit", order }, open);
  await executeCommand("p1", { type: "execute", orderId: "open-1" }, open);
  const closing = { symbol: "BTCUSDT", fraction: ONE, orderId: "close-1" };
  await executeCommand("p1", { type: "close-position", ...closing }, close);
  await executeCommand("p1", { type: "execute", orderId: "close-1" }, close);
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const share = (body: unknown, who = cookie) =>
  POST(
    new Request("http://localhost:3000/api/shares", {
      method: "POST",
      headers: { cookie: who, "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify(body),
    }),
  );
async function readLink(response: Response) {
  expect(response.status).toBe(201);
  const { path } = (await response.json()) as SharedLine;
  return { token: path.replace("/s/", ""), facts: await readFacts(path.replace("/s/", "")) };
}

it("says of a fill what was recorded of it, and nothing of whose it is", async () => {
  const [closed, opened] = (await findFills("p1", { limit: 2 })).map(({ fill }) => fill);
  if (!closed || !opened) throw new Error("Two fills were made.");
  const { facts } = await readLink(
    await share({ kind: "fill", portfolioId: "p1", orderId: "close-1", at: closed.at }),
  );
  const { symbol, side, qty, price, realised } = closed;
  expect(facts).toMatchObject({ kind: "fill", symbol, side, qty, price, realised });
  expect(Object.keys(facts ?? {}).sort()).toEqual(
    ["at", "kind", "latencyMs", "market", "price", "qty", "realised", "side", "slippageBps", "symbol"].sort(),
  );
  const first = await readLink(
    await share({ kind: "fill", portfolioId: "p1", orderId: "open-1", at: opened.at }),
  );
  expect(first.facts).toMatchObject({ side: "buy", realised: null });
});

it("says of a day what the journal says", async () => {
  const { facts } = await readLink(await share({ kind: "day", day: DAY }));
  const year = new Request(`http://localhost:3000/api/journal/heatmap?year=${DAY.slice(0, 4)}`, {
    headers: { cookie },
  });
  const { months } = (await (await HEATMAP(year)).json()) as HeatmapDto;
  const day = months.flatMap(({ weeks }) => weeks.flatMap(({ days }) => days)).find((one) => one.closed > 0);
  expect(facts).toMatchObject({ kind: "day", day: day?.day, net: day?.net, closed: 1, won: 1 });
  if (facts)
    expect(formatFacts(facts, translate("site.share"), "en")).toMatchObject({
      isGood: true,
      title: `Trading day ${DAY}`,
    });
});

it("gives no link to a day without trades, to another's fill, or to a visitor", async () => {
  expect((await share({ kind: "day", day: "2020-03-05" })).status).toBe(404);
  const other = (await signInAs({ userId: "someone-else" })).cookie;
  const [fill] = await findFills("p1", { limit: 1 });
  const request = { kind: "fill", portfolioId: "p1", orderId: "close-1", at: fill?.fill.at };
  expect((await share(request, other)).status).toBeGreaterThanOrEqual(400);
  expect((await share(request, "")).status).toBe(401);
});

const takeBack = (id: string, who = cookie) =>
  DELETE(
    new Request(`http://localhost:3000/api/shares/${id}`, {
      method: "DELETE",
      headers: { cookie: who, origin: "http://localhost:3000" },
    }),
    { params: Promise.resolve({ share: id }) },
  );

it("shows a trade and the curve, also in a frame on another page, until the link is taken back", async () => {
  const { id: entryId = "" } = (await getDb().journalEntry.findFirst()) ?? {};
  const trade = await readLink(await share({ kind: "trade", entryId }));
  expect(trade.facts).toMatchObject({
    kind: "trade",
    symbol: "BTCUSDT",
    side: "long",
    entry: "100.1",
    exit: "109.9",
  });
  const other = (await signInAs({ userId: "someone-else" })).cookie;
  expect((await share({ kind: "trade", entryId }, other)).status).toBe(404);
  const curve = await readLink(await share({ kind: "curve" }));
  expect(curve.facts).toMatchObject({ kind: "curve", closed: 1 });
  expect((await share({ kind: "curve" }, other)).status).toBe(404);
  if (curve.facts?.kind !== "curve") throw new Error("It is no curve.");
  const page = drawEmbed({ ...curve.facts, market: '<script>"' }, translate("site.share"), {
    href: `/s/${curve.token}`,
    product: "Terminal Zero",
    locale: "fr",
  });
  expect(page).toContain(`<html lang="fr">`);
  expect(page).toContain("<polyline");
  expect(page).not.toContain("<script");
  const frame = () => EMBED(new Request("http://localhost/x"), { params: Promise.resolve({ id: "none" }) });
  const missing = await frame();
  expect(missing.status).toBe(404);
  expect(missing.headers.get("content-security-policy")).toContain("frame-ancestors *");
});

it("is taken back by its owner alone, and shows nothing any more", async () => {
  const { token } = await readLink(await share({ kind: "day", day: DAY }));
  const again = await readLink(await share({ kind: "day", day: DAY }));
  expect(again.token).toBe(token);
  const headers = { cookie };
  const { shares } = await (await GET(new Request("http://localhost:3000/api/shares", { headers }))).json();
  expect(shares.filter(({ id }: SharedLine) => id === token)).toHaveLength(1);
  const other = (await signInAs({ userId: "someone-else" })).cookie;
  expect((await takeBack(token, other)).status).toBe(404);
  expect(await readFacts(token)).not.toBeNull();
  expect((await takeBack(token)).status).toBe(204);
  expect(await readFacts(token)).toBeNull();
  expect((await takeBack(token)).status).toBe(404);
  const next = await readLink(await share({ kind: "day", day: DAY }));
  expect(next.token).not.toBe(token);
  for (const broken of ["", ".", next.token.slice(0, -1), `${next.token}x`, "a.b.c"])
    expect(await readFacts(broken)).toBeNull();
});
