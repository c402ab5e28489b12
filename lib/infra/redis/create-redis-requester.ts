import "server-only";
import { errors, type Requester, type UpstashRequest, type UpstashResponse } from "@upstash/redis";
import { createKeepAlivePost } from "@/lib/infra/redis/keep-alive-http";

/**
 * The Redis client's requester for Node; null in the edge runtime, where it uses `fetch`. A request throws
 * UpstashError for what Redis rejects, and the network's error after the last retry or the timeout.
 */
export function createRedisRequester(options: {
  url: string;
  token: string;
  retries: number;
  timeoutMs: () => number;
}): Requester | null {
  const post = createKeepAlivePost(options);
  if (post === null) return null;
  const requester: Requester = {
    readYourWrites: true,
    upstashSyncToken: "",
    request: async <T>({ path = [], body, headers }: UpstashRequest): Promise<UpstashResponse<T>> => {
      const text = JSON.stringify(body);
      const own = {
        ...headers,
        authorization: `Bearer ${options.token}`,
        "content-type": "application/json",
        "upstash-sync-token": requester.upstashSyncToken ?? "",
      };
      const response = await post(`/${path.join("/")}`, own, text);
      requester.upstashSyncToken = String(response.headers["upstash-sync-token"] ?? "");
      const parsed = JSON.parse(response.text) as UpstashResponse<T>;
      if (response.status < 200 || response.status > 299) {
        throw new errors.UpstashError(`${parsed.error}, command was: ${text}`);
      }
      return parsed;
    },
  };
  return requester;
}
