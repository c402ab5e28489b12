import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Destination, startDestination } from "@/emulators/qstash/start-destination";
import { type CronResult, type CronRunner, startCron } from "@/ops/cron/start-cron";

let folder: string;
let destination: Destination;
let runner: CronRunner | undefined;
let results: CronResult[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cron-test-"));
  destination = await startDestination();
  results = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await runner?.close();
  runner = undefined;
  await destination.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(crons: unknown, fireAtStart = false): Promise<CronRunner> {
  const vercelJsonPath = join(folder, "vercel.json");
  await writeFile(vercelJsonPath, JSON.stringify({ crons }));
  runner = startCron({
    vercelJsonPath,
    baseUrl: destination.url,
    cronSecret: "a-secret-of-16-characters",
    fireAtStart,
    onResult: (result) => results.push(result),
  });
  return runner;
}

const EVERY_MINUTE = { path: "/api/cron/market", schedule: "* * * * *" };

describe("the cron emulator", () => {
  it("calls each path at once when asked, as Vercel calls it", async () => {
    await start([EVERY_MINUTE, { path: "/api/cron/day?x=1", schedule: "0 0 * * *" }], true);
    const calls = await destination.waitFor(2);
    expect(calls.map(({ method, path }) => [method, path]).sort()).toEqual([
      ["GET", "/api/cron/day?x=1"],
      ["GET", "/api/cron/market"],
    ]);
    expect(calls[0]?.headers.authorization).toBe("Bearer a-secret-of-16-characters");
    await expect.poll(() => results.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("neither retries, nor follows redirects, nor waits for an earlier run", async () => {
    let release = () => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    destination.respond((_, index) =>
      index === 0
        ? { after: first }
        : { status: index === 1 ? 500 : 302, headers: { location: "/elsewhere" } },
    );
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.UTC(2026, 0, 1, 0, 0, 30) });
    await start([EVERY_MINUTE]);
    for (let minute = 1; minute <= 3; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      await vi.waitUntil(() => destination.received.length === minute, 60_000);
    }
    await vi.waitUntil(() => results.length === 2, 60_000);
    expect(results.map(({ status }) => status)).toEqual([500, 302]);
    release();
    await vi.waitUntil(() => results.length === 3, 60_000);
    expect(destination.received).toHaveLength(3);
  });

  it("reads schedules in UTC", async () => {
    const jobs = (await start([{ path: "/a", schedule: "30 5 * * *" }])).jobs();
    expect(new Date(jobs[0]?.nextMs ?? 0).toISOString()).toMatch(/T05:30:00/);
  });

  it("rejects what Vercel rejects", async () => {
    for (const schedule of ["* * * * * *", "0 0 * JAN *", "nonsense", "61 * * * *"]) {
      await expect(start([{ path: "/a", schedule }])).rejects.toThrow();
    }
    await expect(start([{ path: "no-slash", schedule: "* * * * *" }])).rejects.toThrow();
  });

  it("stops at once, aborting open calls", async () => {
    destination.respond(() => ({ after: new Promise(() => {}) }));
    const started = await start([EVERY_MINUTE], true);
    await destination.waitFor(1);
    await started.close();
    expect(results).toEqual([]);
  });

  it("reports a product that is away", async () => {
    await destination.close();
    await start([EVERY_MINUTE], true);
    await expect.poll(() => results).toMatchObject([{ status: 0, error: expect.any(String) }]);
    destination = await startDestination();
  });
});
