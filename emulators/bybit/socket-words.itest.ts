import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import WebSocket from "ws";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";

let venue: Bybit;
let socket: WebSocket;
let heard: string[];

beforeEach(async () => {
  venue = await startBybit({ seed: 5, symbols: ["BTCUSDT"] });
  heard = [];
  socket = await connect();
  socket.on("message", (data) => heard.push(String(data)));
});
afterEach(async () => {
  socket.terminate();
  await venue.close();
});

async function connect(): Promise<WebSocket> {
  const opened = new WebSocket(venue.wsUrl);
  await new Promise((resolve, reject) => opened.on("open", resolve).on("error", reject));
  return opened;
}

async function control(switches: object): Promise<number> {
  const body = JSON.stringify(switches);
  return (await fetch(`${venue.restUrl}/__control`, { method: "POST", body })).status;
}

async function ask(request: object | string): Promise<string> {
  const from = heard.length;
  socket.send(typeof request === "string" ? request : JSON.stringify(request));
  const responses = () => heard.slice(from).filter((text) => text.startsWith('{"success"'));
  await expect.poll(responses).toHaveLength(1);
  return (responses()[0] ?? "").replace(/"conn_id":"[\w-]+"/, '"conn_id":"c"');
}

const book = () => heard.filter((text) => text.includes('"topic":"orderbook.50.BTCUSDT"'));
const updateIds = () => book().map((text) => Number(/"u":(\d+)/.exec(text)?.[1]));

describe("answers, letter by letter", () => {
  it.each([
    [{ op: "ping" }, '{"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"}'],
    [
      { req_id: "a", op: "subscribe", args: ["tickers.BTCUSDT", "orderbook.50.BTCUSDT"] },
      '{"success":true,"ret_msg":"","conn_id":"c","req_id":"a","op":"subscribe"}',
    ],
    [
      { req_id: "old", op: "subscribe", args: ["liquidation.BTCUSDT"] },
      '{"success":false,"ret_msg":"error:handler not found,topic:liquidation.BTCUSDT","conn_id":"c","req_id":"old","op":"subscribe"}',
    ],
    [
      { op: "subscribe", args: ["orderbook.500.BTCUSDT"] },
      '{"success":false,"ret_msg":"error:handler not found,topic:orderbook.500.BTCUSDT","conn_id":"c","req_id":"","op":"subscribe"}',
    ],
    [
      { op: "subscribe", args: ["tickers.btcusdt"] },
      '{"success":false,"ret_msg":"error:handler not found,topic:tickers.btcusdt","conn_id":"c","req_id":"","op":"subscribe"}',
    ],
  ])("answers %j", async (request, response) => {
    expect(await ask(request)).toBe(response);
  });

  it("rejects a topic that is held already and goes on sending it", async () => {
    await ask({ op: "subscribe", args: ["tickers.BTCUSDT"] });
    const again = await ask({ op: "subscribe", args: ["tickers.BTCUSDT"] });
    expect(again).toContain('"ret_msg":"error:already subscribed,topic:tickers.BTCUSDT"');
    const count = heard.length;
    await expect.poll(() => heard.length).toBeGreaterThan(count + 3);
  });

  it("lets liquidations be followed, and has none to tell", async () => {
    expect(await ask({ op: "subscribe", args: ["allLiquidation.BTCUSDT"] })).toContain('"success":true');
  });

  it("closes a socket that follows nothing after a minute, and one that follows something only when still", async () => {
    const follower = await connect();
    follower.send(JSON.stringify({ op: "subscribe", args: ["tickers.BTCUSDT"] }));
    await new Promise((resolve) => follower.once("message", resolve));
    const closed = new Promise((resolve) => socket.on("close", resolve));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 62_000 });
    try {
      expect(await closed).toBe(1006);
      expect(follower.readyState).toBe(WebSocket.OPEN);
      await control({ stale: true });
      const gone = new Promise((resolve) => follower.on("close", resolve));
      vi.setSystemTime(Date.now() + 601_000);
      expect(await gone).toBe(1006);
    } finally {
      vi.useRealTimers();
      follower.terminate();
    }
  });

  it("keeps the socket after nonsense", async () => {
    expect(await ask({ op: "nope" })).toContain('"ret_msg":"error:invalid op"');
    expect(await ask("hello")).toContain(
      "Failed to decode incoming data:readObjectStart: expect { or n, but found h",
    );
    expect(await ask({ op: "ping" })).toContain("pong");
  });

  it("pads prices in tickers and trims them in candles", async () => {
    await ask({ op: "subscribe", args: ["tickers.BTCUSDT", "kline.1.BTCUSDT"] });
    await expect.poll(() => heard.some((text) => text.includes("kline.1"))).toBe(true);
    const candle = heard.find((text) => text.includes("kline.1")) ?? "";
    expect(candle).not.toMatch(/"(open|close|high|low)":"\d+\.\d*0"/);
    expect(heard.find((text) => text.includes("tickers"))).toMatch(/"lastPrice":"\d+\.\d\d"/);
  });
});

describe("misbehaviour on demand", () => {
  it("rejects handshakes with a page and cuts sockets without a close frame", async () => {
    await control({ rejectHandshake: true });
    await expect(connect()).rejects.toThrow("403");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    await control({ drop: true });
    expect(await closed).toBe(1006);
    await control({ rejectHandshake: false });
    (await connect()).terminate();
  });

  it("skips an update id, and begins again at 1 after a restart", async () => {
    await ask({ op: "subscribe", args: ["orderbook.50.BTCUSDT"] });
    await expect.poll(() => book().length).toBeGreaterThan(2);
    await control({ skipUpdateId: { symbol: "BTCUSDT" } });
    const gaps = () => updateIds().filter((id, at, all) => at > 0 && id - (all[at - 1] ?? 0) === 2).length;
    await expect.poll(gaps).toBe(1);
    await control({ restartBook: { symbol: "BTCUSDT" } });
    await expect.poll(() => book().filter((text) => /snapshot.*"u":1,/.test(text)).length).toBeGreaterThan(0);
  });

  it("sends what it is given, unchanged, and nothing while it is stale", async () => {
    await ask({ op: "subscribe", args: ["tickers.BTCUSDT"] });
    const text = '{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","lastPrice":"-1"}';
    await control({ sendText: { topic: "tickers.BTCUSDT", text } });
    await expect.poll(() => heard).toContain(text);
    await control({ stale: true });
    await ask({ op: "ping" });
    const count = heard.length;
    expect(await ask({ op: "ping" })).toContain("pong");
    expect(heard.length).toBe(count + 1);
    await control({ stale: false });
    await expect.poll(() => heard.length).toBeGreaterThan(count + 1);
  });

  it("names the switches when it does not know one", async () => {
    expect(await control({ nonsense: true })).toBe(400);
  });
});
