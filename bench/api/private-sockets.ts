import type WebSocket from "ws";
import type { ApiBot } from "@/bench/api/api-bot";
import { median } from "@/bench/bench-row";

const ROUNDS = 20;
const EVENT_LIMIT_MS = 10_000;
const SOCKETS_A_BOT = 5;
const SETTLE_MS = 5_000;
const REPETITIONS = 3;

/**
 * The times from sending `order/create` to the order's event on the bot's socket, in ms, with one socket for each bot.
 * The bots send one after the other, ten a second.
 */
export async function measureEvents(bots: readonly ApiBot[]): Promise<number[]> {
  const seenMs = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  const sockets = await Promise.all(
    bots.map((bot) =>
      bot.openSocket(({ orderId }) => {
        if (!seenMs.has(orderId)) seenMs.set(orderId, performance.now());
        waiting.get(orderId)?.();
      }),
    ),
  );
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const bot of bots) {
      const startedMs = performance.now();
      const orderId = await bot.createResting();
      if (!seenMs.has(orderId)) await once(orderId, waiting);
      delays.push((seenMs.get(orderId) ?? Number.NaN) - startedMs);
    }
  }
  await Promise.all(bots.map((bot) => bot.cancelAll()));
  for (const socket of sockets) socket.close();
  return delays;
}

function once(orderId: string, waiting: Map<string, () => void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No event of order ${orderId}.`)), EVENT_LIMIT_MS);
    waiting.set(orderId, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The growth of the gateway's memory for each private socket, in bytes: the median of several openings. */
export async function measureSocketMemory(bots: readonly ApiBot[], readBytes: () => number): Promise<number> {
  const open = async () => {
    const sockets: WebSocket[] = [];
    for (let count = 0; count < SOCKETS_A_BOT; count += 1) {
      sockets.push(...(await Promise.all(bots.map((bot) => bot.openSocket(() => {})))));
    }
    return sockets;
  };
  const samples: number[] = [];
  // Sockets stay open: memory that one repetition has freed would hide what the next one needs.
  const all: WebSocket[] = await open();
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    await pause(SETTLE_MS);
    const before = readBytes();
    const opened = await open();
    await pause(SETTLE_MS);
    samples.push((readBytes() - before) / opened.length);
    all.push(...opened);
  }
  for (const socket of all) socket.close();
  return Math.max(0, median(samples));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
