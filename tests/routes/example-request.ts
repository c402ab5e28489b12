import { EXAMPLE_ORDER, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";

/** Parts of a request that replace the example's. */
export type RequestParts = {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
};

/** The example of an endpoint's declaration as a request about `portfolioId`. */
export function exampleRequest(
  name: string,
  { portfolioId, orderId = EXAMPLE_ORDER }: { portfolioId: string; orderId?: string },
  changed: RequestParts = {},
): { method: string; path: string; body?: unknown } {
  const [method = "", pattern = ""] = name.split(" ");
  const example = JSON.stringify(ENDPOINTS[name]?.example ?? {})
    .replaceAll(EXAMPLE_PORTFOLIO, portfolioId)
    .replaceAll(EXAMPLE_ORDER, orderId);
  const { params, query, body }: RequestParts = { ...JSON.parse(example), ...changed };
  const path = pattern.replace(/\[(\w+)\]/g, (_, key: string) => encodeURIComponent(params?.[key] ?? ""));
  const search = new URLSearchParams(query).toString();
  return { method, path: search === "" ? path : `${path}?${search}`, ...(body !== undefined && { body }) };
}
