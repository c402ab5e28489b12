import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { startCloud } from "@/emulators/start-cloud";
import type { Buildah } from "@/scripts/image/buildah";
import { type Container, startContainer } from "@/scripts/image/container";
import type { Shutdown } from "@/scripts/process/shutdown";
import { startGuarded } from "@/scripts/process/start-guarded";

export const IMAGES = {
  web: "terminal-zero-web",
  worker: "terminal-zero-worker",
  emulators: "terminal-zero-emulators",
} as const;
/** The one market that is traded. */
export const SYMBOL = "BTCUSDT";
const LINES_SHOWN = 15;
const TSX = ["node", "--conditions=react-server", "--import", "tsx"];
/** As in docker-compose.yml, which a test compares. Without a command the image runs its own. */
export const ROLES = {
  migrate: { image: IMAGES.worker, command: undefined },
  endpoints: { image: IMAGES.emulators, command: undefined },
  crons: { image: IMAGES.worker, command: [...TSX, "ops/call-crons.ts"] },
  gateway: { image: IMAGES.worker, command: [...TSX, "lib/gateway/main.ts"] },
  web: { image: IMAGES.web, command: undefined },
} as const;
type Role = keyof typeof ROLES;

/** The machine that the containers run on: its services, and how a container of each kind is started. */
export type Site = {
  urls: Record<"web" | "gateway" | "redis" | "qstash", string>;
  databaseUrl: string;
  start: (role: Role) => Promise<Container>;
  /** Whether Redis and QStash respond over HTTP. */
  respondsToEndpoints: () => Promise<boolean>;
  isFeedLive: () => Promise<boolean>;
  /** The newest lines of every container, for diagnosis. */
  lastLines: () => string[];
};

/** Starts Postgres, Redis and the venue's emulator. They are stopped by `shutdown`. */
export async function startSite(buildah: Buildah, folder: string, shutdown: Shutdown): Promise<Site> {
  const ports = await allocatePorts();
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    port: ports.postgres,
    durable: true,
  });
  shutdown.add(postgres.close);
  shutdown.add(await startRedis(join(folder, "redis"), ports.redisServer));
  const venue = await startCloud({
    redis: false,
    qstash: false,
    sentry: false,
    push: false,
    paystack: null,
    venue: { seed: 42, replay: [], speed: 1 },
  });
  shutdown.add(venue.close);
  const urlOf = (name: keyof Site["urls"]) => `http://127.0.0.1:${ports[name]}`;
  const urls = {
    web: urlOf("web"),
    gateway: urlOf("gateway"),
    redis: urlOf("redis"),
    qstash: urlOf("qstash"),
  };
  const env = {
    ...venue.env,
    ...createSecrets(),
    APP_URL: urls.web,
    // Everything shares one machine, which may be slow.
    REDIS_TIMEOUT_MS: "5000",
    MARKET_SYMBOLS: SYMBOL,
    NEXTAUTH_URL: urls.web,
    DATABASE_URL: postgres.url,
    REDIS_URL: `redis://127.0.0.1:${ports.redisServer}`,
    UPSTASH_REDIS_REST_URL: urls.redis,
    QSTASH_URL: urls.qstash,
  };
  const started: { role: Role; container: Container }[] = [];
  const start = async (role: Role) => {
    // Ignored by containers that listen elsewhere, or not at all.
    const PORT = String(role === "gateway" ? ports.gateway : ports.web);
    const container = await startContainer(buildah, { ...ROLES[role], env: { ...env, PORT } });
    started.push({ role, container });
    shutdown.add(container.stop);
    return container;
  };
  return {
    urls,
    databaseUrl: postgres.url,
    start,
    lastLines: () =>
      started.flatMap(({ role, container }) =>
        container
          .lastLines()
          .slice(-LINES_SHOWN)
          .map((line) => `${role}: ${line}`),
      ),
    respondsToEndpoints: async () => {
      await Promise.all([fetch(urls.redis), fetch(urls.qstash)]);
      return true;
    },
    isFeedLive: async () => {
      const [ofWeb, ofGateway] = await Promise.all([urls.web, urls.gateway].map(readFeedState));
      return ofWeb === "live" && ofGateway === "live";
    },
  };
}

type PortName = keyof Site["urls"] | "postgres" | "redisServer";

async function allocatePorts(): Promise<Record<PortName, number>> {
  const free = new Set<number>();
  const next = async (): Promise<number> => {
    const port = await getPort();
    if (free.has(port)) return next();
    free.add(port);
    return port;
  };
  return {
    postgres: await next(),
    redisServer: await next(),
    redis: await next(),
    qstash: await next(),
    web: await next(),
    gateway: await next(),
  };
}

async function startRedis(folder: string, port: number): Promise<() => Promise<void>> {
  await mkdir(folder);
  const where = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder];
  return startGuarded("redis-server", [...where, "--appendonly", "yes"]).stop;
}

function createSecrets(): Record<string, string> {
  const names = [
    "UPSTASH_REDIS_REST_TOKEN",
    "QSTASH_TOKEN",
    "QSTASH_CURRENT_SIGNING_KEY",
    "QSTASH_NEXT_SIGNING_KEY",
    "CRON_SECRET",
    "NEXTAUTH_SECRET",
  ];
  return Object.fromEntries(names.map((name) => [name, randomBytes(24).toString("hex")]));
}

async function readFeedState(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/api/health`);
  const health = (await response.json()) as { feed?: { state?: string } };
  return health.feed?.state;
}
