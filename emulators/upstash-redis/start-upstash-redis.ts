import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Backend } from "@/emulators/upstash-redis/backend";
import { createMemoryBackend } from "@/emulators/upstash-redis/create-memory-backend";
import { Database } from "@/emulators/upstash-redis/database";
import { parseSwitches } from "@/emulators/upstash-redis/parse-switches";
import { connectRedisBackend, startRedisServerBackend } from "@/emulators/upstash-redis/redis-server-backend";
import { readBody, respondToRequest, sendJson } from "@/emulators/upstash-redis/respond-to-request";
import { SubscriberStreams } from "@/emulators/upstash-redis/subscriber-streams";
import { BEHAVED, REDIS_ACTIONS, type RedisSwitches } from "@/emulators/upstash-redis/switches";

/** Connections stay open this long between requests, in ms: shorter than clients expect would break some. */
const KEEP_ALIVE_MS = 65_000;

type StartOptions = {
  /** 0 for a free one. */
  port?: number;
  host?: "127.0.0.1";
  token?: string;
  readOnlyToken?: string;
  /** A `redis-server` of the PATH is used when there is one; `memory` never looks for it. */
  backend?: "redis-server-if-present" | "memory";
  /** URL of a running Redis; it takes precedence over `backend`. */
  redisUrl?: string;
};

/** A running emulator for Upstash Redis. */
export type UpstashRedis = {
  url: string;
  token: string;
  readOnlyToken: string;
  backend: Backend["kind"];
  close: () => Promise<void>;
};

/** Starts an empty Redis that speaks Upstash's REST protocol on a loopback address. */
export async function startUpstashRedis(options: StartOptions = {}): Promise<UpstashRedis> {
  const backend = await chooseBackend(options);
  const streams = new SubscriberStreams(backend);
  const service = {
    database: new Database(backend),
    streams,
    token: options.token ?? randomBytes(24).toString("base64url"),
    readOnlyToken: options.readOnlyToken ?? randomBytes(24).toString("base64url"),
  };
  const switches: RedisSwitches = { ...BEHAVED };

  const control = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === "POST") {
      const body = await readBody(request);
      const parsed = parseSwitches(body.toString(), { current: switches, actions: REDIS_ACTIONS });
      if ("problem" in parsed) return sendJson(response, 400, { error: parsed.problem });
      const { flush, dropSubscribers, ...lasting } = parsed.changes;
      Object.assign(switches, lasting);
      if (flush) await backend.execute(["FLUSHALL"]);
      if (dropSubscribers || switches.down) streams.dropAll();
    }
    sendJson(response, 200, switches);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/__control") return control(request, response);
    if (switches.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, switches.delayMs));
    if (switches.down) request.socket.destroy();
    else if (Math.random() < switches.errorRate) sendJson(response, 500, { error: "ERR internal error" });
    else await respondToRequest(service, request, response);
  };

  const server = createServer({ noDelay: true, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const { address, port } = server.address() as AddressInfo;

  return {
    url: `http://${address}:${port}`,
    token: service.token,
    readOnlyToken: service.readOnlyToken,
    backend: backend.kind,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await backend.close();
    },
  };
}

async function chooseBackend({ backend, redisUrl }: StartOptions): Promise<Backend> {
  if (redisUrl) return connectRedisBackend(redisUrl);
  return (backend === "memory" ? null : await startRedisServerBackend()) ?? (await createMemoryBackend());
}
