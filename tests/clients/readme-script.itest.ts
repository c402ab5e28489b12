import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encryptKeySecret } from "@/lib/auth/api-key-secret";
import { getDb } from "@/lib/db/client";
import { DEMO_API_KEY } from "@/prisma/seed/demo-people";
import { type ClientWorld, startClientWorld } from "@/tests/clients/client-world";

const SOL = 150;
const DEMO_GATEWAY = "localhost:3100";

let clients: ClientWorld;

beforeAll(async () => {
  clients = await startClientWorld({ prices: { SOLUSDT: SOL } });
});
afterAll(() => clients.close());

it("runs the script of the README, which leaves a closed trade in the journal", async () => {
  await clients.world.setMarket("SOLUSDT", SOL);
  const { userId, portfolioId } = await clients.createTrader();
  const { key, secret } = DEMO_API_KEY;
  const terms = { name: "Demo", canTrade: true, ips: [], createdAt: new Date() };
  await getDb().apiKey.create({
    data: { key, secret: await encryptKeySecret(secret), portfolioId, userId, ...terms },
  });
  const script = /```js\n(import ccxt[\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
  expect(script).toContain(DEMO_GATEWAY);
  const here = script.replaceAll(DEMO_GATEWAY, `127.0.0.1:${clients.gateway.port}`);
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", here], {
    cwd: "tests/clients",
  });
  expect((await run).stdout).toMatch(/^closed 150\.1 -0\.\d+$/m);
  const entries = await getDb().journalEntry.findMany({ where: { portfolioId } });
  expect(entries.map(({ symbol, side }) => [symbol, side])).toEqual([["SOLUSDT", "long"]]);
});
