import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as GET_SETTINGS, PUT as PUT_SETTINGS } from "@/app/api/desk-settings/route";
import { GET, PUT } from "@/app/api/drawings/[symbol]/route";
import { forgetUser } from "@/lib/db/admin/forget-user";
import { getDb } from "@/lib/db/client";
import { createUser } from "@/lib/db/queries/users/users";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
const cookies: Record<string, string> = {};
let annId = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  for (const name of ["ann", "bob"]) {
    const person = { displayName: name, passwordHash: null, emailVerifiedAt: null };
    const user = await createUser({ ...person, email: `${name}@terminal-zero.local` });
    if (!user) throw new Error("The user was not made.");
    if (name === "ann") annId = user.id;
    cookies[name] = (await signInAs({ userId: user.id })).cookie;
  }
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const context = (symbol: string) => ({ params: Promise.resolve({ symbol }) });
const url = "http://localhost:3000/api/drawings/x";
const read = async (who: string, symbol: string) => {
  const request = new Request(url, { headers: { cookie: cookies[who] ?? "" } });
  return (await (await GET(request, context(symbol))).json()) as unknown;
};
const write = (who: string, symbol: string, drawings: unknown) =>
  PUT(
    new Request(url, {
      method: "PUT",
      headers: {
        cookie: cookies[who] ?? "",
        "content-type": "application/json",
        origin: "http://localhost:3000",
      },
      body: JSON.stringify({ drawings }),
    }),
    context(symbol),
  );

const readSettings = async (who: string) =>
  (await (
    await GET_SETTINGS(new Request(url, { headers: { cookie: cookies[who] ?? "" } }), noParams)
  ).json()) as unknown;
const writeSettings = (who: string, parts: unknown) =>
  PUT_SETTINGS(
    new Request(url, {
      method: "PUT",
      headers: {
        cookie: cookies[who] ?? "",
        "content-type": "application/json",
        origin: "http://localhost:3000",
      },
      body: JSON.stringify(parts),
    }),
    noParams,
  );
const noParams = { params: Promise.resolve({}) };

const LINE = {
  id: "one",
  tool: "horizontal",
  from: { timeMs: 1_000, price: 5 },
  to: { timeMs: 1_000, price: 5 },
};

it("keeps what was drawn for its owner and its symbol, the newest in the place of the rest", async () => {
  expect(await read("ann", "BTCUSDT")).toEqual({ drawings: null });
  expect((await write("ann", "BTCUSDT", [LINE, { ...LINE, id: "two" }])).status).toBe(200);
  const locked = { ...LINE, isLocked: true, isHidden: true };
  expect((await write("ann", "BTCUSDT", [locked])).status).toBe(200);
  expect(await read("ann", "BTCUSDT")).toEqual({ drawings: [locked] });
  expect(await read("ann", "ETHUSDT")).toEqual({ drawings: null });
  expect(await read("bob", "BTCUSDT")).toEqual({ drawings: null });
});

it("rejects what is no drawing, and a symbol that is not offered", async () => {
  expect((await write("ann", "BTCUSDT", [{ ...LINE, tool: "circle" }])).status).toBe(400);
  expect((await write("ann", "BTCUSDT", [{ ...LINE, isLocked: "yes" }])).status).toBe(400);
  expect(
    (
      await write(
        "ann",
        "BTCUSDT",
        Array.from({ length: 201 }, () => LINE),
      )
    ).status,
  ).toBe(400);
  expect((await write("ann", "NOSUCHUSDT", [LINE])).status).toBeGreaterThanOrEqual(400);
});

it("keeps the terminal's settings for their owner, each part alone", async () => {
  const indicators = [{ id: "one", kind: "ema", values: [21], isHidden: true }];
  expect(await readSettings("ann")).toEqual({});
  expect((await writeSettings("ann", { indicators, watchlist: ["BTCUSDT"] })).status).toBe(200);
  expect((await writeSettings("ann", { watchlist: ["ETHUSDT"] })).status).toBe(200);
  expect(await readSettings("ann")).toEqual({ indicators, watchlist: ["ETHUSDT"] });
  const charts = { count: 2, cells: [{ symbol: "ETHUSDT", interval: "60", indicators }] };
  const panels = { places: { left: ["book"], side: [] }, sizes: { left: 240 } };
  const layouts = [{ name: "Scalp", panels, charts }];
  expect((await writeSettings("ann", { charts, panels, layouts })).status).toBe(200);
  expect(await readSettings("ann")).toMatchObject({ charts, panels, layouts, watchlist: ["ETHUSDT"] });
  expect(await readSettings("bob")).toEqual({});
  expect((await writeSettings("ann", { watchlist: [7] })).status).toBe(400);
  expect((await writeSettings("ann", { theme: "light" })).status).toBe(400);
});

it("forgets them with the person", async () => {
  expect(await forgetUser(annId, new Date())).toBe(true);
  expect(await getDb().chartDrawings.count({ where: { userId: annId } })).toBe(0);
  expect(await getDb().deskSettings.count({ where: { userId: annId } })).toBe(0);
});
