import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Sentry, startSentry as startSink } from "@/emulators/sentry/start-sentry";
import { withCron } from "@/lib/http/route/with-cron";
import { withUser } from "@/lib/http/route/with-user";
import { startErrorReports } from "@/lib/infra/telemetry/start-error-reports";
import { AppError } from "@/lib/schemas/api-error";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
let sink: Sentry;

beforeAll(async () => {
  sink = await startSink();
  services = await useTestServices();
  Object.assign(process.env, { SENTRY_DSN: sink.dsn, SENTRY_RELEASE: "release-7" });
  startErrorReports(await import("@sentry/nextjs"));
});
afterAll(async () => {
  await services.close();
  await sink.close();
});

const ORIGIN = "http://localhost:3000";
const REQUEST_ID = "0b9f5f62-6a8e-4d0c-9d4e-3f8f1c2a7b11";

async function read(handle: () => never): Promise<Response> {
  const { cookie } = await signInAs({ userId: "user-7", email: "ann@terminal-zero.local" });
  const headers = { cookie, origin: ORIGIN, "x-request-id": REQUEST_ID };
  return withUser({ access: "user" }, handle)(new Request(`${ORIGIN}/api/thing`, { headers }));
}

describe("what breaks arrives at Sentry", () => {
  it("from a route: whose it was and in which release, without secrets, addresses and money", async () => {
    const response = await read(() => {
      const error = new Error("ann@terminal-zero.local has 10,000.50 USDT, Bearer abc.def");
      throw error;
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/ann@|10,000|Bearer/);
    await vi.waitFor(() => expect(sink.events).toHaveLength(1), 60_000);
    const [event] = sink.events;
    expect(event).toMatchObject({
      release: "release-7",
      user: { id: "user-7" },
      tags: { route: "/api/thing", request_id: REQUEST_ID },
      exception: { values: [{ value: "[e-mail] has [money], Bearer [redacted]" }] },
    });
    expect(JSON.stringify(event)).not.toMatch(/ann@|10,000|abc\.def/);
  });

  it("from a job, and nothing from a rejection", async () => {
    const before = sink.events.length;
    const rejected = await read(() => {
      throw new AppError("not_found", "There is no such thing.");
    });
    expect(rejected.status).toBe(404);
    const job = withCron("tidy", async () => {
      throw new TypeError("The job broke.");
    });
    const headers = { authorization: `Bearer ${process.env.CRON_SECRET}` };
    const failed = await job(new Request(`${ORIGIN}/api/cron/tidy`, { headers }));
    expect([failed.status, failed.headers.get("cache-control")]).toEqual([500, "no-store"]);
    await vi.waitFor(() => expect(sink.events.length).toBe(before + 1), 60_000);
    expect(sink.events.at(-1)).toMatchObject({
      tags: { route: "cron tidy" },
      exception: { values: [{ type: "TypeError", value: "The job broke." }] },
    });
  });
});
