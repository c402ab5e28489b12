import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createSubscriberRedis } from "@/lib/infra/redis/redis";
import { announcePortfolio, PORTFOLIO_CHANNEL } from "@/lib/notify/portfolio-channel";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
const subscription = new AbortController();
const heard: { id: string; seq: number }[] = [];
const heardOf = (id: string) => heard.filter((word) => word.id === id).map(({ seq }) => seq);

beforeAll(async () => {
  services = await useTestServices();
  const subscriber = createSubscriberRedis(subscription.signal).psubscribe<{ seq: number }>(
    `${PORTFOLIO_CHANNEL}*`,
  );
  subscriber.on("error", () => {});
  subscriber.on("pmessage", ({ channel, message }) => {
    const { seq } = typeof message === "string" ? JSON.parse(message) : message;
    heard.push({ id: channel.slice(PORTFOLIO_CHANNEL.length), seq });
  });
  await new Promise<void>((resolve) => subscriber.on("psubscribe", () => resolve()));
});
afterAll(async () => {
  subscription.abort();
  await services.close();
});

it("two changes in a row are one message, also with others in between", async () => {
  announcePortfolio("quick", 1, { isMoreComing: true });
  announcePortfolio("other", 7);
  announcePortfolio("quick", 2);
  // Messages keep their order: a first message of the other portfolio would have arrived before this one.
  announcePortfolio("last", 1);
  await vi.waitFor(() => expect(heardOf("last")).toEqual([1]), 60_000);
  expect(heardOf("quick")).toEqual([2]);
});

it("a change that nothing follows is published by itself, with its newest number", async () => {
  announcePortfolio("alone", 4, { isMoreComing: true });
  announcePortfolio("alone", 5, { isMoreComing: true });
  await vi.waitFor(() => expect(heardOf("alone")).toEqual([5]), 60_000);
});
