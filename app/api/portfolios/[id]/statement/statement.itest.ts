import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/portfolios/[id]/statement/route";
import { findPlan } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { leafText, merkleRoot, rootText } from "@/lib/core/proof/merkle";
import { readStatement, type Statement } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { makeAnchor } from "@/lib/db/proof/anchors";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
let services: TestServices;
let text: string;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await getDb().user.create({ data: { id: "u", email: "u@example.com", displayName: "U" } });
  const plan = findPlan("sprint");
  if (plan === null) throw new Error("There is no sprint.");
  await openPortfolio({
    id: "p",
    userId: "u",
    name: "Sprint",
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOW_MS,
    challenge: { challengeId: "c", plan, phase: 1 },
  });
  const run = (command: Parameters<typeof executeCommand>[1], afterMs: number, price: string) =>
    executeCommand("p", command, () => buildContext({ nowMs: NOW_MS + afterMs, price }));
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  await run({ type: "submit", order: { ...order, qty: parseQty("80") } }, 0, "100");
  await run({ type: "execute", orderId: order.orderId }, 10, "100");
  await run({ type: "check" }, 1_000, "102");
  await run({ type: "check" }, 86_400_000, "101");
  await run({ type: "check" }, 86_500_000, "94");
  const { cookie } = await signInAs({ userId: "u" });
  text = await (await ask(cookie)).text();
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const ask = (cookie: string, id = "p") =>
  GET(new Request(`http://localhost:3000/api/portfolios/${id}/statement`, { headers: { cookie } }), {
    params: Promise.resolve({ id }),
  });
const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");
const verify = (statement: Statement) => verifyStatement(statement, sha256);

/** The statement with one event's payload replaced and all hashes recomputed, as a forger would. */
function forge(type: string, change: (payload: string) => string): Statement {
  const statement = readStatement(text);
  let previous = "0".repeat(64);
  const events = statement.events.map((row) => {
    const payload = row.type === type ? change(row.payload) : row.payload;
    previous = sha256([previous, "p", row.seq, row.type, row.atMs, payload].join("\n"));
    return { ...row, payload, hash: previous };
  });
  return { ...statement, events, headHash: previous };
}

it("proves balances, fills, baselines and results from the log alone", async () => {
  expect(await verify(readStatement(text))).toMatchObject({ ok: true, fills: 2, results: 1 });
});

it("names the event that was changed by one character", async () => {
  const statement = readStatement(text);
  const target = statement.events.find(({ type }) => type === "challenge-breached");
  if (target === undefined) throw new Error("Nothing was breached.");
  const events = statement.events.map((row) =>
    row === target ? { ...row, payload: row.payload.replace('"equity":"9', '"equity":"8') } : row,
  );
  expect(await verify({ ...statement, events })).toMatchObject({ ok: false, seq: target.seq });
});

it("is not deceived by hashes that a forger made again", async () => {
  const raised = (key: string) => (payload: string) => payload.replace(`"${key}":"9`, `"${key}":"8`);
  expect(await verify(forge("challenge-breached", raised("equity")))).toMatchObject({ ok: false });
  expect(await verify(forge("challenge-breached", raised("floor")))).toMatchObject({ ok: false });
  expect(
    await verify(forge("order-filled", (payload) => payload.replace('"fee":"', '"fee":"1'))),
  ).toMatchObject({
    ok: false,
    why: expect.stringContaining("fee"),
  });
});

it("says plainly what is no statement, and gives one only to its owner", async () => {
  expect(() => readStatement("{}")).toThrow("not a statement");
  expect(() => readStatement("hello")).toThrow("not JSON");
  const { cookie } = await signInAs({ userId: "someone-else" });
  expect((await ask(cookie)).status).toBe(404);
});

it("holds in itself when it is taken while the trader trades", async () => {
  const { portfolioId, userId } = await openTestPortfolio({ id: "busy", nowMs: NOW_MS });
  const { cookie } = await signInAs({ userId });
  const place = (index: number) => {
    const order = {
      orderId: `order-${1_000 + index}`,
      symbol: "BTCUSDT",
      side: "buy",
      kind: "market",
    } as const;
    const context = () => buildContext({ nowMs: NOW_MS + index, price: "100" });
    return executeCommand(
      portfolioId,
      { type: "submit", order: { ...order, qty: parseQty("0.1") } },
      context,
    );
  };
  const taken = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      await place(index);
      return (await ask(cookie, portfolioId)).text();
    }),
  );
  for (const one of taken) expect(await verify(readStatement(one))).toMatchObject({ ok: true });
});

it("answers the command line in one sentence, whatever it is given", async () => {
  const folder = await createTemporaryFolder("verify");
  const run = promisify(execFile);
  const verifyFile = (file: string) =>
    run("node", ["--import", "tsx", "lib/verify.ts", file]).then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
    );
  const file = join(folder, "statement.json");
  await writeFile(file, text);
  const edited = join(folder, "edited.json");
  await writeFile(edited, text.replace('\\"equity\\":\\"9', '\\"equity\\":\\"8'));
  const missing = join(folder, "missing.json");
  const responses = await Promise.all([file, edited, missing, folder].map(verifyFile));
  expect(responses[0]).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^OK: consistent, not anchored\.\n\d+ events, 2 fills, 1 results;/),
  });
  expect(responses[1]).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^Event \d+ does not hold: its hash/),
  });
  expect(responses[2]).toEqual({ code: 2, output: `There is no file ${missing}.\n` });
  expect(responses[3]).toEqual({ code: 2, output: `${folder} can't be read as a file (EISDIR).\n` });
});

it("anchors the heads once a day, for good", async () => {
  const at = new Date("2026-03-02T23:59:00Z");
  expect(await Promise.all([makeAnchor(at), makeAnchor(at)])).toContain(true);
  expect(await makeAnchor(at)).toBe(false);
  const heads = await getDb().chainHead.findMany({ orderBy: { portfolioId: "asc" } });
  expect(heads.at(-1)).toMatchObject({ portfolioId: "p", hash: readStatement(text).headHash });
  const anchor = await getDb().chainAnchor.findFirstOrThrow();
  const leaves = heads.map((head) => sha256(leafText(head)));
  const top = await merkleRoot(leaves, sha256);
  expect(anchor.digest).toBe(sha256(rootText({ day: "2026-03-02", portfolios: heads.length, top })));
  await expect(getDb().chainAnchor.deleteMany()).rejects.toThrow();
});
