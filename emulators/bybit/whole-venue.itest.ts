import { RestClientV5 } from "bybit-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";

let venue: Bybit;
let rest: RestClientV5;
let socket: WebSocket;
let heard: string[];

beforeEach(async () => {
  venue = await startBybit({ seed: 5 });
  rest = new RestClientV5({ baseUrl: venue.restUrl });
  heard = [];
  socket = new WebSocket(venue.wsUrl);
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  socket.on("message", (data) => heard.push(String(data)));
});
afterEach(async () => {
  socket.terminate();
  await venue.close();
});

async function control(switches: object): Promise<void> {
  const body = JSON.stringify(switches);
  const response = await fetch(`${venue.restUrl}/__control`, { method: "POST", body });
  expect(response.status).toBe(200);
}

async function subscribe(args: string[], id: string): Promise<{ success: boolean; ret_msg: string }> {
  socket.send(JSON.stringify({ op: "subscribe", req_id: id, args }));
  const response = () => heard.find((text) => text.includes(`"req_id":"${id}"`));
  await expect.poll(response).toBeDefined();
  return JSON.parse(response() ?? "") as { success: boolean; ret_msg: string };
}

async function list(status?: "PreLaunch"): Promise<string[]> {
  const { result } = await rest.getInstrumentsInfo({
    category: "linear",
    limit: 1_000,
    ...(status && { status }),
  });
  return result.list.map(({ symbol }) => symbol);
}

describe("the whole venue", () => {
  it("names all contracts in pages of five hundred, tiers of fifteen contracts a page", async () => {
    const first = await rest.getInstrumentsInfo({ category: "linear" });
    expect(first.result.list).toHaveLength(500);
    const cursor = decodeURIComponent(first.result.nextPageCursor ?? "");
    const second = await rest.getInstrumentsInfo({ category: "linear", cursor });
    expect(second.result.list.length).toBeGreaterThan(140);
    const { result } = await rest.getRiskLimit({ category: "linear" });
    expect(new Set(result.list.map(({ symbol }) => symbol)).size).toBe(15);
    expect((result as { nextPageCursor?: string }).nextPageCursor).toContain("last");
  });

  it("lists and delists by a switch, and says so where it is asked", async () => {
    await control({ delist: "ZRXUSDT", list: { symbol: "BRANDNEWUSDT" } });
    const symbols = await list();
    expect(symbols).toContain("BRANDNEWUSDT");
    expect(symbols).not.toContain("ZRXUSDT");
    expect((await subscribe(["tickers.BRANDNEWUSDT"], "new")).success).toBe(true);
    await expect.poll(() => heard.some((text) => text.includes('"lastPrice"'))).toBe(true);
    expect((await subscribe(["tickers.ZRXUSDT"], "gone")).ret_msg).toContain("topic:tickers.ZRXUSDT");
    await control({ list: { symbol: "ZRXUSDT" } });
    expect(await list()).toContain("ZRXUSDT");
  });

  it("shows what is not traded yet only when that is asked for", async () => {
    await control({ preLaunch: "AAVEUSDT" });
    expect(await list()).not.toContain("AAVEUSDT");
    expect(await list("PreLaunch")).toContain("AAVEUSDT");
    expect((await subscribe(["tickers.AAVEUSDT"], "early")).success).toBe(false);
  });

  it("rejects topics beyond 21,000 characters of one connection and goes on with those before", async () => {
    const symbols = (await list()).filter((symbol) => symbol.endsWith("USDT"));
    const topics = (kind: string) => symbols.map((symbol) => `${kind}.${symbol}`);
    expect((await subscribe(topics("tickers"), "a")).success).toBe(true);
    expect((await subscribe(topics("publicTrade"), "b")).ret_msg).toContain("args size");
    await expect
      .poll(() => new Set(heard.map((text) => /"tickers\.(\w+)"/.exec(text)?.[1])).size)
      .toBeGreaterThan(symbols.length);
  });
});
