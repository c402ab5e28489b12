import "server-only";
import type { ClientRequest, IncomingMessage, Agent as PlainAgent, RequestOptions } from "node:http";
import type { Agent as SecureAgent } from "node:https";
import { errors, type Requester, type UpstashRequest, type UpstashResponse } from "@upstash/redis";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

/** Idle connections are closed before a server would close them, which for most is after 5 s. */
const KEPT = { keepAlive: true, timeout: 4_000 };
const RETRY_AFTER_MS = 50;

type Options = { url: string; token: string; retries: number; timeoutMs: () => number };
type Answer = { status: number; text: string; syncToken: string | undefined };
type Transport = {
  agent: PlainAgent | SecureAgent;
  request: (options: RequestOptions, callback: (answer: IncomingMessage) => void) => ClientRequest;
};

/**
 * How the Redis client reaches its server from Node: plain HTTP on kept connections, a third of the processor time of
 * the `fetch` that it would use by itself (measured), which counts where a request asks Redis several times. Null at the
 * edge, which has nothing but `fetch`.
 *
 * A request throws UpstashError for what Redis refuses, and the network's error once tries or time have run out.
 */
export function createRedisRequester(options: Options): Requester | null {
  const base = new URL(options.url);
  const isSecure = base.protocol === "https:";
  // One for all of Next's bundles, each of which has its own copy of this module.
  const transport = getProcessSingleton(`redis-transport-${isSecure}`, () => openTransport(isSecure));
  if (transport === null) return null;
  const path = base.pathname.replace(/\/$/, "");
  const requester: Requester = {
    readYourWrites: true,
    upstashSyncToken: "",
    request: async <T>({ path: words = [], body, headers }: UpstashRequest): Promise<UpstashResponse<T>> => {
      const text = JSON.stringify(body);
      const answer = await sendWithRetries(transport, text, {
        ...options,
        target: {
          host: base.hostname,
          port: base.port,
          path: [path, ...words].join("/") || "/",
          headers: {
            ...headers,
            authorization: `Bearer ${options.token}`,
            "content-type": "application/json",
            "upstash-sync-token": requester.upstashSyncToken ?? "",
          },
        },
      });
      requester.upstashSyncToken = answer.syncToken ?? "";
      const parsed = JSON.parse(answer.text) as UpstashResponse<T>;
      if (answer.status < 200 || answer.status > 299) {
        throw new errors.UpstashError(`${parsed.error}, command was: ${text}`);
      }
      return parsed;
    },
  };
  return requester;
}

function openTransport(isSecure: boolean): Transport | null {
  // The middleware has this module as well: Node's are asked for past the bundler, and not at all at the edge.
  if (process.env.NEXT_RUNTIME === "edge") return null;
  const load = (globalThis as { process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">> }).process
    ?.getBuiltinModule;
  if (load === undefined) return null;
  const { Agent, request } = isSecure ? load("node:https") : load("node:http");
  return { agent: new Agent(KEPT), request };
}

async function sendWithRetries(
  transport: Transport,
  text: string,
  { retries, timeoutMs, target }: Options & { target: RequestOptions },
): Promise<Answer> {
  const deadlineMs = Date.now() + timeoutMs();
  for (let tried = 0; ; tried += 1) {
    try {
      return await sendOnce(transport, text, { target, leftMs: deadlineMs - Date.now() });
    } catch (error) {
      if (tried >= retries || Date.now() + RETRY_AFTER_MS >= deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }
}

function sendOnce(
  { agent, request }: Transport,
  text: string,
  { target, leftMs }: { target: RequestOptions; leftMs: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(text);
    const headers = { ...target.headers, "content-length": bytes.length };
    const sent = request({ ...target, method: "POST", agent, headers }, (answer) => {
      let received = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        received += part;
      });
      answer.on("error", reject);
      answer.on("end", () => {
        const token = answer.headers["upstash-sync-token"];
        const syncToken = Array.isArray(token) ? token[0] : token;
        resolve({ status: answer.statusCode ?? 0, text: received, syncToken });
      });
    });
    const timer = setTimeout(() => sent.destroy(new Error("Redis did not answer in time.")), leftMs);
    sent.on("error", reject);
    sent.on("close", () => clearTimeout(timer));
    sent.end(bytes);
  });
}
