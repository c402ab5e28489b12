import { startQstash } from "@/emulators/qstash/start-qstash";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

/**
 * The two HTTP endpoints that the cloud would have, for containers on one machine: Redis over HTTP in front of
 * REDIS_URL, and the message service, each on the port of its own variable. On loopback only: web and gateway share
 * this container's network.
 */
const redis = await startUpstashRedis({
  port: readPort("UPSTASH_REDIS_REST_URL"),
  token: readVariable("UPSTASH_REDIS_REST_TOKEN"),
  redisUrl: readVariable("REDIS_URL"),
});
const qstash = await startQstash({
  port: readPort("QSTASH_URL"),
  token: readVariable("QSTASH_TOKEN"),
  currentSigningKey: readVariable("QSTASH_CURRENT_SIGNING_KEY"),
  nextSigningKey: readVariable("QSTASH_NEXT_SIGNING_KEY"),
});
console.log(JSON.stringify({ event: "endpoints-listening", redis: redis.url, qstash: qstash.url }));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => void Promise.all([redis.close(), qstash.close()]).then(() => process.exit(0)));
}

function readPort(name: string): number {
  const { hostname, port } = new URL(readVariable(name));
  if (hostname !== "127.0.0.1" || port === "") throw new Error(`${name} must be http://127.0.0.1:PORT.`);
  return Number(port);
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set.`);
  return value;
}
