import { Client, Receiver } from "@upstash/qstash";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Destination, startDestination } from "@/emulators/qstash/start-destination";
import { type Qstash, startQstash } from "@/emulators/qstash/start-qstash";

let qstash: Qstash;
let client: Client;
let destination: Destination;

beforeEach(async () => {
  destination = await startDestination();
  qstash = await startQstash({});
  client = new Client({ baseUrl: qstash.url, token: qstash.token, enableTelemetry: false });
});
afterEach(async () => {
  await qstash.close();
  await destination.close();
});

async function control(body: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${qstash.url}/__control`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, json: await response.json() };
}

const publish = (body = "x") => client.publish({ url: destination.url, body });

describe("the switches of the QStash emulator", () => {
  it("are shown, and unknown ones rejected by name", async () => {
    expect(await (await fetch(`${qstash.url}/__control`)).json()).toEqual({
      down: false,
      rejectPublish: false,
      dropRate: 0,
      duplicateRate: 0,
      delayMs: 0,
      reorder: false,
      badSignature: false,
      pauseDeliveries: false,
    });
    expect(await control({ reodrer: true })).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining("rejectPublish, dropRate, duplicateRate") },
    });
  });

  it("down: cuts connections and delivers nothing until it is back", async () => {
    await control({ pauseDeliveries: true });
    await publish("waits");
    await control({ down: true, pauseDeliveries: false });
    await expect(fetch(qstash.url)).rejects.toThrow();
    expect(destination.received).toEqual([]);
    await control({ down: false });
    await destination.waitFor(1);
  });

  it("rejectPublish: nothing is accepted, the rest still answers", async () => {
    await control({ rejectPublish: true });
    await expect(publish()).rejects.toThrow("unavailable");
    await expect(client.batchJSON([{ url: destination.url, body: 1 }])).rejects.toThrow("unavailable");
    await expect(client.queue({ queueName: "q" }).enqueueJSON({ url: destination.url })).rejects.toThrow();
    expect((await client.logs()).logs).toEqual([]);
    await control({ rejectPublish: false });
    await publish();
    await destination.waitFor(1);
  });

  it("dropRate: accepted messages vanish", async () => {
    await control({ dropRate: 1 });
    const { messageId } = await publish("lost");
    await expect
      .poll(() => client.messages.get(messageId).catch((error: Error) => error.message))
      .toContain("not found");
    await control({ dropRate: 0 });
    await publish("kept");
    expect((await destination.waitFor(1)).map(({ body }) => body)).toEqual(["kept"]);
  });

  it("duplicateRate: one message arrives twice", async () => {
    await control({ duplicateRate: 1 });
    const { messageId } = await publish();
    const deliveries = await destination.waitFor(2);
    expect(deliveries.map(({ headers }) => headers["upstash-message-id"])).toEqual([messageId, messageId]);
  });

  it("delayMs: deliveries come late", async () => {
    await control({ delayMs: 150 });
    const startMs = Date.now();
    await publish();
    expect(((await destination.waitFor(1))[0]?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(145);
  });

  it("reorder: deliveries of one moment come in reverse", async () => {
    await control({ reorder: true });
    await client.batch(
      ["1", "2", "3"].map((body) => ({
        url: destination.url,
        body,
        flowControl: { key: "k", parallelism: 1 },
      })),
    );
    expect((await destination.waitFor(3)).map(({ body }) => body)).toEqual(["3", "2", "1"]);
  });

  it("badSignature: no receiver accepts a delivery", async () => {
    await control({ badSignature: true });
    await publish();
    const [delivery] = await destination.waitFor(1);
    const given = { body: "x", signature: delivery?.headers["upstash-signature"] ?? "" };
    await expect(new Receiver(qstash).verify(given)).rejects.toThrow("signature");
  });

  it("pauseDeliveries: messages wait until it is off", async () => {
    await control({ pauseDeliveries: true });
    await publish("waiting");
    expect((await client.logs()).logs.map(({ state }) => state)).toEqual(["CREATED"]);
    expect(destination.received).toEqual([]);
    await control({ pauseDeliveries: false });
    expect((await destination.waitFor(1))[0]?.body).toBe("waiting");
  });
});
