import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/metrics/route";
import { getEnv } from "@/lib/infra/env/env";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const TOKEN = "a-token-of-the-scraper-0123";
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

const ask = (authorization?: string) =>
  GET(new Request("http://localhost:3000/api/metrics", { headers: authorization ? { authorization } : {} }));

it("is closed while no token is set, and without the token", async () => {
  expect((await ask("Bearer ")).status).toBe(401);
  getEnv().METRICS_TOKEN = TOKEN;
  for (const given of [undefined, "", TOKEN, `Bearer ${TOKEN}x`, `Bearer ${getEnv().CRON_SECRET}`]) {
    expect((await ask(given)).status, String(given)).toBe(401);
  }
});

it("says how the parts are, also while one of them is away", async () => {
  getEnv().METRICS_TOKEN = TOKEN;
  const response = await ask(`Bearer ${TOKEN}`);
  expect(response.headers.get("content-type")).toContain("version=0.0.4");
  const lines = (await response.text()).split("\n");
  expect(lines).toContain('terminal_zero_up{part="redis"} 1');
  expect(lines).toContain('terminal_zero_up{part="database"} 0');
  expect(lines).toContain("terminal_zero_streams 0");
  expect(
    lines.find((line) => line.startsWith('terminal_zero_db_connections{state="waited_for"}')),
  ).toBeDefined();
  for (const line of lines)
    expect(line).toMatch(/^$|^# (HELP|TYPE) |^terminal_zero_\w+(\{[^}]*\})? -?[\d.e+-]+$/);
});
