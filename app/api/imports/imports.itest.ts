import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as RESULTS } from "@/app/api/challenges/results/route";
import { GET as REJECTED } from "@/app/api/imports/[id]/rejected.csv/route";
import { DELETE, GET as READ } from "@/app/api/imports/[id]/route";
import { GET as LIST, POST } from "@/app/api/imports/route";
import { PATCH } from "@/app/api/journal/[id]/route";
import { GET as HEATMAP } from "@/app/api/journal/heatmap/route";
import { GET as METRICS } from "@/app/api/journal/metrics/route";
import { GET as JOURNAL } from "@/app/api/journal/route";
import { GET as PORTFOLIOS } from "@/app/api/portfolios/route";
import { ONE, parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { writeCsv } from "@/lib/journal/write-csv";
import {
  type ImportDetail,
  type ImportDto,
  type ImportPreview,
  MAX_IMPORTED_ROWS,
} from "@/lib/schemas/imports";
import type { JournalMetricsDto, JournalPage } from "@/lib/schemas/journal-responses";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
let services: TestServices;
let cookie: string;
let stranger: string;
let userId: string;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  const add = (name: string) =>
    getDb().user.create({ data: { email: `${name}@terminal-zero.local`, displayName: name } });
  const [one, two] = [await add("importer"), await add("stranger")];
  // A free account sees the newest days alone; the trades are older.
  const audit = { id: "audit", adminId: one.id, action: "grant", target: "user", reason: "a test" };
  await getDb().auditEntry.create({ data: audit });
  const [startsAt, endsAt] = [new Date(Date.now() - 60_000), new Date(Date.now() + 86_400_000)];
  const grant = { userId: one.id, product: "elite", auditId: audit.id, startsAt, endsAt };
  await getDb().grant.create({ data: grant });
  userId = one.id;
  cookie = (await signInAs({ userId })).cookie;
  stranger = (await signInAs({ userId: two.id })).cookie;
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

type Options = { id?: string; who?: string; body?: string | ReadableStream; method?: string };

async function call<T>(handler: unknown, path: string, options: Options = {}) {
  const { id, who = cookie, body, method = body === undefined ? "GET" : "POST" } = options;
  const request = new Request(`${ORIGIN}${path}`, {
    method,
    headers: { cookie: who, origin: ORIGIN, "content-type": "application/json" },
    ...(body !== undefined && { body, duplex: "half" }),
  });
  const answer = handler as (request: Request, context: unknown) => Promise<Response>;
  const response = await answer(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  return { status: response.status, body: (text.startsWith("{") ? JSON.parse(text) : text) as T };
}

function send<T = ImportDto>(body: string | ReadableStream, query: Record<string, string> = {}) {
  const search = new URLSearchParams({ mode: "commit", fileName: "trades.csv", ...query });
  return call<T>(POST, `/api/imports?${search}`, { body });
}
const undo = (id = "") => call(DELETE, `/api/imports/${id}`, { id, method: "DELETE" });
const list = async () => (await call<{ imports: ImportDto[] }>(LIST, "/api/imports")).body.imports;
const journal = async () => (await call<JournalPage>(JOURNAL, "/api/journal?limit=200")).body.entries;
const results = async () => (await journal()).map(({ net, qty }) => [net, qty]);
const measure = async (query = "") =>
  (await call<JournalMetricsDto>(METRICS, `/api/journal/metrics${query}`)).body;
const note = (id: string, text: object) =>
  call(PATCH, `/api/journal/${id}`, { id, method: "PATCH", body: JSON.stringify(text) });

const HEAD =
  "Market,Filled Type,Filled Quantity,Filled Price,Order Price,Fee Rate,Trading Fee,feeCoin,ExecFeeV2,Direction,Order Type,Trasaction ID,Order No.,Transaction Time(UTC+0)";
const fill = (id: string, side: string, [qty, price]: [string, string], time: string) =>
  `BTCUSDT,Trade,${qty},${price},${price},0,0.1,USDT,0,${side},Market, ${id},o,2026-${time}:00`;
const SHARED = fill("3", "Long", ["2", "100"], "01-30 10:00");
const JANUARY = [
  fill("1", "Long", ["1", "100"], "01-10 10:00"),
  fill("2", "Short", ["1", "110"], "01-10 11:00"),
  SHARED,
];
const FEBRUARY = [
  SHARED,
  fill("4", "Short", ["1", "90"], "02-03 10:00"),
  fill("5", "Short", ["1", "95"], "02-03 11:00"),
];
const file = (...rows: string[]) => `${[HEAD, ...rows].join("\n")}\n`;

it("previews without writing, then imports, and completes a trade over two files", async () => {
  const broken = fill("9", "Long", ["x", "1"], "01-30 10:00");
  const preview = await send<ImportPreview>(file(...JANUARY, broken), { mode: "preview" });
  expect(preview.body).toMatchObject({
    source: "bybit-executions",
    needs: [],
    zone: "UTC",
    rows: 4,
    rejected: 1,
    trades: 1,
  });
  expect(await list()).toEqual([]);
  const first = await send(file(...JANUARY), { capital: "1000" });
  expect(first.body).toMatchObject({ rows: 3, trades: 1, duplicates: 0, openPositions: 1, status: "done" });
  const second = await send(file(...FEBRUARY));
  expect(second.body).toMatchObject({ rows: 3, trades: 1, duplicates: 1, openPositions: 0 });
  expect(await results()).toEqual([
    ["-15.3", "2"],
    ["9.8", "1"],
  ]);
});

it("counts in the journal's figures and by each rulebook, and is no portfolio to trade", async () => {
  const portfolioId = (await journal())[0]?.portfolioId ?? "";
  const figures = await measure(`?portfolioId=${portfolioId}`);
  expect(figures).toMatchObject({ count: 2, wins: 1, losses: 1, net: "-5.5", fees: "0.5" });
  expect(figures.equity).toMatchObject({ profit: "-5.5", maxDrawdown: { amount: "15.3" } });
  const year = await call<{ net: string }>(HEATMAP, "/api/journal/heatmap?year=2026&zone=UTC");
  expect(year.body.net).toBe("-5.5");
  const path = `/api/challenges/results?portfolioId=${portfolioId}`;
  const plans = (await call<{ results: { result: string }[] }>(RESULTS, path)).body.results;
  expect(plans.length).toBeGreaterThan(0);
  expect(plans.map(({ result }) => result)).not.toContain("no-history");
  const { body } = await call<{ portfolios: { id: string }[] }>(PORTFOLIOS, "/api/portfolios");
  expect(body.portfolios.map(({ id }) => id)).not.toContain(portfolioId);
  const order = {
    orderId: "o1",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("1"),
  } as const;
  const context = () => buildContext({ nowMs: Date.now(), price: "100" });
  const outcome = await executeCommand(portfolioId, { type: "submit", order }, context);
  expect(outcome).toMatchObject({ ok: false, reason: "portfolio_locked" });
  const close = { type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "o2" } as const;
  expect(await executeCommand(portfolioId, close, context)).toMatchObject({ ok: false });
});

it("undo restores exactly what was before, with notes, whichever file goes first", async () => {
  const kept = (await journal()).find(({ qty }) => qty === "1");
  await note(kept?.id ?? "", { notes: "good" });
  const noted = await journal();
  const again = await send(file(...JANUARY));
  expect(again.body).toMatchObject({ trades: 0, duplicates: 3 });
  // The last file has the rows of the first one, and their entries stay.
  expect((await undo((await list()).at(-1)?.id)).status).toBe(204);
  expect(await journal()).toEqual(noted);
  expect((await undo(again.body.id)).status).toBe(204);
  expect(await results()).toEqual([["-15.3", "2"]]);
  const [last, ...others] = await list();
  expect([last?.trades, last?.duplicates, others]).toEqual([1, 0, []]);
  await undo(last?.id);
  expect([await journal(), await list()]).toEqual([[], []]);
});

it("counts equal rows without ids over overlapping files, as many as one file has", async () => {
  const head = "time,coin,dir,px,sz,ntl,fee,closedPnl";
  const open = "2026-01-10T10:00:00Z,HYPE,Open Long,20,1,20,0,0";
  const close = "2026-01-10T10:05:00Z,HYPE,Close Long,21,2,42,0,2";
  const first = await send([head, open, open, ""].join("\n"));
  const second = await send([head, open, open, close, ""].join("\n"));
  expect([first.body.openPositions, second.body.duplicates, second.body.trades]).toEqual([1, 2, 1]);
  expect(await results()).toEqual([["2", "2"]]);
  await undo(first.body.id);
  expect(await results()).toEqual([["2", "2"]]);
  await undo(second.body.id);
  expect(await results()).toEqual([]);
});

it("reports rejected rows with reasons, in a file that runs no formula, to the owner alone", async () => {
  const formula = fill("7", "Sideways", ["1", "100"], "01-10 10:00").replace("BTCUSDT", '"=1+1"');
  const orphan = fill("8", "Close Long", ["1", "100"], "01-10 10:00");
  const { body } = await send(file(formula, orphan));
  expect(body).toMatchObject({ rejected: 2, trades: 0 });
  const { id } = body;
  const detail = await call<ImportDetail>(READ, `/api/imports/${id}`, { id });
  expect(detail.body.rejects.map(({ line, code }) => [line, code])).toEqual([
    [2, "unknown_side"],
    [3, "close_without_opening"],
  ]);
  const csv = await call<string>(REJECTED, `/api/imports/${id}/rejected.csv`, { id });
  expect(csv.body).toContain("'=1+1 | Trade");
  expect(csv.body).not.toMatch(/(^|,)"?=/m);
  for (const [handler, method] of [
    [READ, "GET"],
    [REJECTED, "GET"],
    [DELETE, "DELETE"],
  ] as const) {
    expect((await call(handler, `/api/imports/${id}`, { id, who: stranger, method })).status).toBe(404);
  }
  await undo(id);
});

const HEDGE_HEAD =
  "Contracts,Order No.,Direction,Order Type,Filled Qty,Filled Price,Order Price,Filled Type,Trading Fee Rate,Fees Paid,Trasaction ID,Transaction Time(UTC+0),Final Balance (USDT)";
const hedged = (id: string, direction: string, [kind, qty, price, fee]: string[], time: string) =>
  `ETHUSDT,o${id},${direction},Market,${qty},${price},${price},${kind},0.0006,${fee},${id},2026-01-${time}:00,1`;
/** Long and short at once, with funding of both, a partial close, and a liquidation. */
const HEDGED = [
  hedged("h1", "Open Long", ["Trade", "3", "100.1", "0.18018"], "10 07:00"),
  hedged("h2", "Open Short", ["Trade", "2", "101", "0.1212"], "10 07:10"),
  hedged("h3", "Long", ["Funding", "3", "100", "0.0301"], "10 08:00"),
  hedged("h4", "Short", ["Funding", "2", "100", "-0.0202"], "10 08:00"),
  hedged("h5", "Close Long", ["Trade", "1", "105.37", "0.063222"], "10 09:00"),
  hedged("h6", "Close Short", ["Trade", "2", "99", "0.1188"], "10 09:10"),
  hedged("h7", "Close Long", ["BustTrade", "2", "80.55", "0.09666"], "11 09:00"),
];

it.each([
  ["one net position", file(...JANUARY, ...FEBRUARY.slice(1))],
  ["both sides, funding and a liquidation", `${[HEDGE_HEAD, ...HEDGED].join("\n")}\n`],
])("gives the same figures for the journal's own export: %s", async (_name, content) => {
  const first = await send(content);
  const playbook = { name: "break", description: "", rules: ["Waited; then entered", "=SUM(A1)"] };
  await getDb().playbook.deleteMany({ where: { userId } });
  await getDb().playbook.create({ data: { userId, ...playbook } });
  const labels = {
    notes: "=1+1",
    tags: ["a", "b; late", "\\", "c;"],
    setup: "break",
    rulesKept: ["=SUM(A1)"],
    rating: 4,
    moodBefore: 2,
  };
  await note((await journal())[0]?.id ?? "", labels);
  const entries = await journal();
  const { equity: _before, ...wanted } = await measure();
  await undo(first.body.id);
  const again = await send(writeCsv(entries), { fileName: "journal.csv" });
  expect(again.body).toMatchObject({ source: "terminal-zero", trades: 2, rejected: 0 });
  const { equity: _after, ...figures } = await measure();
  expect(figures).toEqual(wanted);
  const own = ({ id: _id, portfolioId: _portfolioId, ...rest }: (typeof entries)[number]) => rest;
  expect((await journal()).map(own)).toEqual(entries.map(own));
  await undo(again.body.id);
});

it("reads one file of a user at a time, and keeps what one may store", async () => {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  const first = send(readable);
  // It ends once the file is being read.
  await writer.write(new TextEncoder().encode(file(...JANUARY)));
  const meanwhile = await send(file(...FEBRUARY));
  expect(meanwhile).toMatchObject({ status: 409, body: { error: { code: "import_running" } } });
  await writer.close();
  const done = await first;
  expect(done).toMatchObject({ status: 200, body: { rows: 3 } });
  const where = { portfolioId_id: { portfolioId: done.body.portfolioId, id: done.body.id } };
  await getDb().tradeImport.update({ where, data: { rows: MAX_IMPORTED_ROWS - 2 } });
  const beyond = await send(file(...FEBRUARY));
  expect(beyond).toMatchObject({
    status: 422,
    body: { error: { code: "import_limit_reached", details: { maxRows: MAX_IMPORTED_ROWS } } },
  });
  await undo(done.body.id);
  const again = await send(file(...FEBRUARY));
  expect(again.status).toBe(200);
  await undo(again.body.id);
});

it("asks before it writes, and rejects files that are none", async () => {
  const choice = await send(file(...JANUARY).replace("(UTC+0)", ""));
  expect(choice).toMatchObject({
    status: 422,
    body: { error: { code: "import_needs_choice", details: { needs: ["zone"] } } },
  });
  const codeOf = async (body: string) => {
    const response = await send<{ error: { code: string } }>(body);
    return [response.status, response.body.error.code];
  };
  expect(await codeOf("hello\nworld, 1\n")).toEqual([422, "import_unknown_format"]);
  expect(await codeOf(`${HEAD}\n${"x".repeat(10_000_000)}\n`)).toEqual([422, "import_line_too_long"]);
  expect(await codeOf("")).toEqual([422, "import_unknown_format"]);
  expect(await list()).toEqual([]);
});
