import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, trace } from "@opentelemetry/api";
import type { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { getDb } from "@/lib/db/client";
import { writeMetrics } from "@/lib/infra/telemetry/metrics";
import { startTracing } from "@/lib/infra/telemetry/start-tracing";
import { callAs, orderOf, startTrading, type TradingWorld, until } from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string } }[];
};

const spans: SentSpan[] = [];
const services = new Set<string>();
const collector = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  if (request.url === "/v1/traces" && request.headers["x-team"] === "desk") {
    const [resource] = JSON.parse(text).resourceSpans;
    services.add(resource.resource.attributes[0].value.stringValue);
    spans.push(...resource.scopeSpans[0].spans);
  }
  response.end("{}");
});
let world: TradingWorld;
let provider: NodeTracerProvider | null;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=desk",
  });
  world = await startTrading({
    symbols: ["BTCUSDT"],
    withVenue: false,
    routes: { "/api/queue/execute": execute },
  });
  await world.setMarket("BTCUSDT", 50_000);
  provider = startTracing();
});
afterAll(async () => {
  trace.disable();
  context.disable();
  await world.close();
  collector.close();
});

it("follows an order from the click to its fill in one trace, by way of the queue when there was no market at once", async () => {
  const trader = await world.createTrader();
  const body = orderOf(trader);
  let clickMs = 0;
  // A click is rejected if a busy machine delays it too long; it is then repeated.
  const click = async () => {
    clickMs = Date.now();
    // Fresh enough to accept an order, but too old to fill it.
    await world.setMarket("BTCUSDT", 50_000, { atMs: clickMs });
    const headers = { "x-order-timestamp": String(clickMs) };
    return (await callAs(trader, placeOrder, { method: "POST", body, headers })).status;
  };
  await until(click, (status) => status === 202);
  const byName = (name: string) => spans.filter((span) => span.name === name);
  const countSpans = async (name: string) => {
    await provider?.forceFlush();
    return byName(name).length;
  };
  await until(
    () => countSpans("order.send"),
    (count) => count === 1,
  );
  await world.setMarket("BTCUSDT", 50_000);
  const findFill = () => getDb().trade.findFirst({ where: { portfolioId: trader.portfolioId } });
  const fill = await until(findFill, (found) => found !== null);
  await until(
    () => countSpans("order.execute"),
    (count) => count >= 2,
  );
  const [root] = byName("order");
  expect(root?.parentSpanId).toBeUndefined();
  expect(root?.startTimeUnixNano).toBe(`${clickMs}000000`);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([root?.traceId]));
  const parents = byName("order.execute").map(({ parentSpanId }) => parentSpanId);
  expect(new Set(parents)).toEqual(new Set([root?.spanId, byName("order.send")[0]?.spanId]));
  const commands = byName("portfolio.command").flatMap(({ attributes }) =>
    attributes.filter(({ key }) => key === "command.type").map(({ value }) => value.stringValue),
  );
  expect(commands).toEqual(expect.arrayContaining(["submit", "execute"]));
  const ends = byName("order.execute").map(({ endTimeUnixNano }) =>
    Number(BigInt(endTimeUnixNano) / 1_000_000n),
  );
  expect(Math.max(...ends)).toBeGreaterThanOrEqual(fill?.at.getTime() ?? Number.NaN);
  expect([...services]).toEqual(["terminal-zero"]);
  expect(await writeMetrics([])).toContain("terminal_zero_order_match_seconds_count 1");
});
