import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as received by a destination. */
export type Received = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  atMs: number;
};

type Reply = { status?: number; headers?: Record<string, string>; body?: string; after?: Promise<void> };

/** A server for tests that records deliveries and responds as configured. */
export type Destination = {
  url: string;
  received: Received[];
  /** Resolves with the deliveries once there are that many. @throws Error after 10 s */
  waitFor: (count: number) => Promise<Received[]>;
  /** The response; 200 by default. */
  respond: (reply: (request: Received, index: number) => Reply) => void;
  close: () => Promise<void>;
};

const TIMEOUT_MS = 10_000;

/** Starts a destination on a free port. */
export async function startDestination(): Promise<Destination> {
  const received: Received[] = [];
  const waiters = new Set<() => void>();
  let reply: (request: Received, index: number) => Reply = () => ({});
  const server = createServer(async (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    for await (const chunk of request) body += chunk;
    const headers = request.headers as Record<string, string>;
    const one = { method: request.method ?? "", path: request.url ?? "", headers, body, atMs: Date.now() };
    const index = received.push(one) - 1;
    for (const waiter of waiters) waiter();
    const { status = 200, headers: responded = {}, body: text = "", after } = reply(one, index);
    await after;
    response.writeHead(status, responded).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    respond: (chosen) => {
      reply = chosen;
    },
    waitFor: (count) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`Only ${received.length} of ${count} deliveries came.`)),
          TIMEOUT_MS,
        );
        const check = () => {
          if (received.length < count) return;
          clearTimeout(timer);
          waiters.delete(check);
          resolve(received);
        };
        waiters.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
