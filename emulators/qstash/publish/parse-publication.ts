import { evaluateExpression } from "@/emulators/qstash/evaluate-expression";
import type { FlowControl, Publication } from "@/emulators/qstash/publish/message";
import { parseDurationMs } from "@/emulators/qstash/publish/parse-duration";
import { QstashError } from "@/emulators/qstash/qstash-error";

const DEFAULT_RETRIES = 3;
/** The limit of a paid plan. */
const MAX_RETRIES = 5;
const MAX_TIMEOUT_MS = 15 * 60_000;
const MAX_BODY_BYTES = 1_024 * 1_024;
const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

type Source = { url: string; headers: Headers; body: Buffer; callerIp: string };

/** Reads a publisher's headers. @throws QstashError 400, 412 */
export function parsePublication(source: Source): Publication {
  const { headers } = source;
  if (source.body.length > MAX_BODY_BYTES) {
    throw new QstashError(412, `maximum message size is ${MAX_BODY_BYTES} bytes`);
  }
  const publication = parseDelivery(source, "upstash-");
  const contentType = headers.get("content-type");
  if (contentType && !("content-type" in publication.headers)) {
    publication.headers["content-type"] = contentType;
  }
  for (const kind of ["callback", "failure-callback"] as const) {
    const url = headers.get(`upstash-${kind}`);
    if (!url) continue;
    assertUrl(url);
    const callback = parseDelivery({ ...source, url, body: Buffer.alloc(0) }, `upstash-${kind}-`);
    callback.headers["content-type"] ??= "application/json";
    if (kind === "callback") publication.callback = callback;
    else publication.failureCallback = callback;
  }
  return publication;
}

/** @throws QstashError 400 when it is not an absolute http(s) URL */
export function assertUrl(url: string): void {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return;
  throw new QstashError(
    400,
    `invalid destination url: ${url} endpoint has invalid scheme, add http:// or https:// in front of it`,
  );
}

/** The headers of a delivery and those of its callbacks differ only in their prefix. */
function parseDelivery(source: Source, prefix: string): Publication {
  const get = (name: string) => source.headers.get(prefix + name) ?? undefined;
  const method = (get("method") ?? "POST").toUpperCase();
  if (!METHODS.has(method)) throw new QstashError(400, `invalid method: ${method}`);
  const retryDelayExpression = get("retry-delay");
  if (retryDelayExpression) evaluateExpression(retryDelayExpression, 0);
  return {
    url: source.url,
    method,
    headers: collectForwarded(source.headers, `${prefix}forward-`),
    body: source.body,
    delayMs: parseSpan(get("delay"), "Upstash-Delay") ?? 0,
    notBeforeMs: parseNotBefore(get("not-before")),
    maxRetries: parseRetries(get("retries")),
    retryDelayExpression,
    timeoutMs: Math.min(parseSpan(get("timeout"), "Upstash-Timeout") ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS),
    flowControl: parseFlowControl(get("flow-control-key"), get("flow-control-value")),
    label: get("label"),
    callerIp: source.callerIp,
  };
}

function collectForwarded(headers: Headers, prefix: string): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (name.startsWith(prefix)) forwarded[name.slice(prefix.length)] = value;
  }
  return forwarded;
}

function parseSpan(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const spanMs = parseDurationMs(text);
  if (spanMs === null) throw new QstashError(400, `invalid duration in ${name}: ${text}`);
  return spanMs;
}

function parseNotBefore(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new QstashError(400, `invalid Upstash-Not-Before: ${text}`);
  return Number(text) * 1_000;
}

function parseRetries(text: string | undefined): number {
  if (text === undefined) return DEFAULT_RETRIES;
  if (!/^\d+$/.test(text)) throw new QstashError(400, `invalid Upstash-Retries: ${text}`);
  const retries = Number(text);
  if (retries > MAX_RETRIES) throw new QstashError(412, `maxRetries is limited to ${MAX_RETRIES}`);
  return retries;
}

function parseFlowControl(key: string | undefined, value: string | undefined): FlowControl | undefined {
  if (key === undefined) return undefined;
  const given = new Map(
    (value ?? "").split(",").map((part) => {
      const [name = "", text = ""] = part.split("=");
      return [name.trim(), text.trim()] as const;
    }),
  );
  const parallelism = parseCount(given.get("parallelism"));
  const rate = parseCount(given.get("rate"));
  if (parallelism === undefined && rate === undefined) {
    throw new QstashError(400, `invalid Upstash-Flow-Control-Value: ${value ?? ""}`);
  }
  return { key, parallelism, rate, periodMs: parseSpan(given.get("period"), "period") ?? 1_000 };
}

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new QstashError(400, `invalid Upstash-Flow-Control-Value: ${text}`);
  }
  return count;
}
