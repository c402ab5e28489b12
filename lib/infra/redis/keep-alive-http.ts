import "server-only";
import type { ClientRequest, IncomingMessage, Agent as PlainAgent, RequestOptions } from "node:http";
import type { Agent as SecureAgent } from "node:https";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/** Idle connections are closed before a server would close them, which most do after 5 s. */
const KEPT = { keepAlive: true, timeout: 4_000 };
const RETRY_AFTER_MS = 50;

type Transport = {
  agent: PlainAgent | SecureAgent;
  request: (options: RequestOptions, callback: (response: IncomingMessage) => void) => ClientRequest;
};

/** A response, whatever its status. */
export type CachedResponse = { status: number; text: string; headers: IncomingMessage["headers"] };

/** One POST; `path` is written as it is, after the path of the base. @throws the network's error */
export type KeepAlivePost = (
  path: string,
  headers: Record<string, string>,
  text: string,
) => Promise<CachedResponse>;

/**
 * Posts to one service over persistent connections of Node's own client, for a third of the processor time of
 * `fetch` (measured): for services that are called several times for each user request. Only network errors
 * are retried, `retries` times, all within `timeoutMs`. Null in the edge runtime, which only has `fetch`.
 */
export function createKeepAlivePost(options: {
  url: string;
  retries: number;
  timeoutMs: () => number;
}): KeepAlivePost | null {
  const { protocol, hostname: host, port, pathname } = new URL(options.url);
  const isSecure = protocol === "https:";
  // Shared by all of Next's bundles, each of which has its own copy of this module.
  const transport = getProcessSingleton(`keep-alive-http-${isSecure}`, () => openTransport(isSecure));
  if (transport === null) return null;
  const base = pathname.replace(/\/$/, "");
  return async (path, headers, text) => {
    const target = { host, port, path: `${base}${path}` || "/", headers };
    const expiresAtMs = Date.now() + options.timeoutMs();
    for (let tried = 0; ; tried += 1) {
      try {
        return await postOnce(transport, text, { target, leftMs: expiresAtMs - Date.now() });
      } catch (error) {
        if (tried >= options.retries || Date.now() + RETRY_AFTER_MS >= expiresAtMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
      }
    }
  };
}

function openTransport(isSecure: boolean): Transport | null {
  // The middleware imports this module as well: Node's modules are loaded bypassing the bundler, and not at
  // all in the edge runtime.
  if (process.env.NEXT_RUNTIME === "edge") return null;
  const load = (globalThis as { process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">> }).process
    ?.getBuiltinModule;
  if (load === undefined) return null;
  const { Agent, request } = isSecure ? load("node:https") : load("node:http");
  return { agent: new Agent(KEPT), request };
}

function postOnce(
  { agent, request }: Transport,
  text: string,
  { target, leftMs }: { target: RequestOptions; leftMs: number },
): Promise<CachedResponse> {
  return new Promise((resolve, reject) => {
    const headers = { ...target.headers, "content-length": Buffer.byteLength(text) };
    const sent = request({ ...target, method: "POST", agent, headers }, (response) => {
      let received = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        received += part;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: received, headers: response.headers }),
      );
    });
    const late = () => sent.destroy(new Error(`${target.host} did not answer in time.`));
    const timer = setTimeout(late, leftMs);
    sent.on("error", reject);
    sent.on("close", () => clearTimeout(timer));
    sent.end(text);
  });
}
