import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as report } from "@/app/api/monitoring/route";
import { POST as webhook } from "@/app/api/pay/webhook/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { type Sentry, startSentry } from "@/emulators/sentry/start-sentry";
import { forwardReport } from "@/lib/http/forward-report";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
const CHUNK_BYTES = 64 * 1_024;

let services: TestServices;
let sink: Sentry;

beforeAll(async () => {
  sink = await startSentry();
  services = await useTestServices();
  Object.assign(process.env, { SENTRY_DSN: sink.dsn, PAYSTACK_SECRET_KEY: "sk_test_fixture_0123456789" });
});
afterAll(async () => {
  await services.close();
  await sink.close();
});

/** A request with a body of `totalBytes`, which counts the bytes read. */
function sendBody(path: string, totalBytes: number, headers: Record<string, string> = {}) {
  let pulledBytes = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (pulledBytes >= totalBytes) return controller.close();
        pulledBytes += CHUNK_BYTES;
        controller.enqueue(new Uint8Array(CHUNK_BYTES).fill(97));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", headers: { origin: ORIGIN, ...headers }, body, duplex: "half" };
  return { request: new Request(`${ORIGIN}${path}`, init as RequestInit), pulled: () => pulledBytes };
}

describe("a body of 150 MB", () => {
  const ROUTES = { "/api/pay/webhook": webhook, "/api/queue/execute": execute };
  it.each(Object.entries(ROUTES))("%s without a signature: nothing of it is read", async (path, route) => {
    const { request, pulled } = sendBody(path, 150 * 1_024 * 1_024);
    expect((await route(request)).status).toBe(401);
    expect(pulled()).toBe(0);
  });

  it.each([
    ["/api/pay/webhook", webhook, 256 * 1_024, { "x-paystack-signature": "00" }],
    ["/api/queue/execute", execute, 1_024 * 1_024, { "upstash-signature": "x", "upstash-message-id": "m" }],
    ["/api/monitoring", report, 20 * 1_024, {}],
  ])("%s, signed or not to be: no more of it than the limit is read", async (path, route, limit, headers) => {
    const { request, pulled } = sendBody(path, 150 * 1_024 * 1_024, headers as Record<string, string>);
    const response = await route(request);
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining("body_too_large"),
    ]);
    expect(pulled()).toBeLessThanOrEqual(limit + CHUNK_BYTES);
    const declared = sendBody(path, 0, { ...headers, "content-length": "157286400" });
    expect((await route(declared.request)).status).toBe(413);
    expect(declared.pulled()).toBe(0);
  });
});

describe("a page's report", () => {
  const envelopeOf = (events: object[]) =>
    [{}, ...events.flatMap((event) => [{ type: "event" }, event])]
      .map((one) => JSON.stringify(one))
      .join("\n");
  const whose = { requestId: "0b9f5f62-6a8e-4d0c-9d4e-3f8f1c2a7b11", userId: "user-7" };
  const lines = vi.spyOn(console, "error");
  beforeEach(() => lines.mockClear());

  it("is one event and one line, however many it has", async () => {
    const events = Array.from({ length: 4_000 }, () => ({ tags: { route: "/one" } }));
    await forwardReport(envelopeOf(events), whose);
    expect(lines.mock.calls).toHaveLength(1);
    expect(sink.events.filter(({ tags }) => tags?.route === "/one")).toHaveLength(1);
  });

  it("is held back when the page was reported within the minute", async () => {
    for (let count = 0; count < 50; count += 1) {
      await forwardReport(envelopeOf([{ tags: { route: "/two" } }]), whose);
    }
    expect(sink.events.filter(({ tags }) => tags?.route === "/two")).toHaveLength(1);
  });

  it("goes out short and without secrets", async () => {
    const value = `${"z".repeat(9_000)} ann@example.com`;
    const exception = { values: [{ type: "Error", value }] };
    await forwardReport(envelopeOf([{ tags: { route: "/three?mail=ann@example.com" }, exception }]), whose);
    const event = JSON.stringify(sink.events.at(-1));
    expect(event).toContain("zzzz");
    expect(event).not.toMatch(/ann@|z{2001}/);
  });

  it("is dropped when the site has had its share of the day", async () => {
    const before = sink.events.length;
    for (let count = 0; count < 2_000; count += 100) {
      const routes = Array.from({ length: 100 }, (_, index) => `/many/${count + index}`);
      await Promise.all(routes.map((route) => forwardReport(envelopeOf([{ tags: { route } }]), whose)));
    }
    expect(sink.events.length - before).toBeLessThanOrEqual(2_000);
    lines.mockClear();
    await forwardReport(envelopeOf([{ tags: { route: "/after-all" } }]), whose);
    expect(sink.events.filter(({ tags }) => tags?.route === "/after-all")).toEqual([]);
  });

  it.each([
    "",
    "{}",
    "{}\n{}",
    "{}\n{}\n{}",
    '{}\n{"type":"event"}\nnull',
    '{}\n{"type":"event"}\n[',
    "{}\nnull\n{}",
  ])("that is none (%j) is dropped", async (text) => {
    const before = sink.events.length;
    await forwardReport(text, whose);
    expect(sink.events).toHaveLength(before);
  });
});
