import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { EventStream } from "@/lib/http/event-stream";

const BUDGET_BYTES = 64 * 1024;
const EVENT = Buffer.from(`event: tick\ndata: ${"x".repeat(10_000)}\n\n`);

let close: () => void = () => {};
afterEach(() => close());

/** One server side and one browser side of a real connection. */
async function openStream(catchUp: () => Buffer) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = request({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });
  const [response, browser] = await Promise.all([
    new Promise<ServerResponse>((resolve) => server.on("request", (_, res) => resolve(res))).then((res) => {
      const stream = new EventStream(res);
      stream.open({ retryMs: 1_000, greeting: Buffer.from("event: ping\ndata: {}\n\n"), catchUp });
      return { res, stream };
    }),
    new Promise<IncomingMessage>((resolve) => {
      client.on("response", resolve);
      client.end();
    }),
  ]);
  close = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { ...response, browser };
}

it("never queues more than its budget for a reader that stands still, and cuts it in the end", async () => {
  const { res, stream, browser } = await openStream(() => Buffer.alloc(0));
  browser.pause();
  let largest = 0;
  for (let index = 0; index < 3_000; index += 1) {
    stream.send(EVENT);
    largest = Math.max(largest, res.writableLength);
    if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(largest).toBeLessThanOrEqual(BUDGET_BYTES + EVENT.length + 16);
  expect(res.writableLength).toBeGreaterThan(0);
  stream.cutIfStalled(Date.now() + 9_000);
  expect(res.destroyed).toBe(false);
  stream.cutIfStalled(Date.now() + 11_000);
  expect(res.destroyed).toBe(true);
});

it("replaces what a slow reader missed by one catch-up with the newest state", async () => {
  let catchUps = 0;
  const { res, stream, browser } = await openStream(() => {
    catchUps += 1;
    return Buffer.from("event: tick\ndata: newest\n\n");
  });
  browser.pause();
  for (let index = 0; index < 3_000; index += 1) {
    stream.send(EVENT);
    if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const text: string[] = [];
  browser.setEncoding("utf8").on("data", (chunk: string) => text.push(chunk));
  browser.resume();
  await expect.poll(() => text.at(-1)?.endsWith("data: newest\n\n"), { timeout: 5_000 }).toBe(true);
  // The kernel's buffers grow while they fill, so there may have been several rounds; never one for each event.
  expect(catchUps).toBeGreaterThan(0);
  expect(catchUps).toBeLessThan(100);
  expect(text.join("").split("event: tick").length - 1).toBeLessThan(3_000);
  expect(res.writableLength).toBe(0);
});

it("tells the browser when to come back and proxies not to hold events back", async () => {
  const { browser } = await openStream(() => Buffer.alloc(0));
  expect(browser.headers["content-type"]).toContain("text/event-stream");
  expect(browser.headers["cache-control"]).toContain("no-transform");
  expect(browser.headers["x-accel-buffering"]).toBe("no");
  const first = await new Promise((resolve) => browser.once("data", resolve));
  expect(String(first)).toBe("retry: 1000\n\nevent: ping\ndata: {}\n\n");
});
