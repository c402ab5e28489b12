import { startQstash } from "@/dev/qstash/start-qstash";
import { startUpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";

const REDIS_PORT = 8079;
const QSTASH_PORT = 8080;

/**
 * The two HTTP doors that the cloud would have, for containers on one machine: Redis over HTTP in front of
 * REDIS_URL, and the message service. On loopback only: they share the network of the web container.
 */
const redis = await startUpstashRedis({
  port: REDIS_PORT,
  token: readVariable("UPSTASH_REDIS_REST_TOKEN"),
  redisUrl: readVariable("REDIS_URL"),
});
const qstash = await startQstash({
  port: QSTASH_PORT,
  token: readVariable("QSTASH_TOKEN"),
  currentSigningKey: readVariable("QSTASH_CURRENT_SIGNING_KEY"),
  nextSigningKey: readVariable("QSTASH_NEXT_SIGNING_KEY"),
});
console.log(JSON.stringify({ event: "doors-open", redis: redis.url, qstash: qstash.url }));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => void Promise.all([redis.close(), qstash.close()]).then(() => process.exit(0)));
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set.`);
  return value;
}
