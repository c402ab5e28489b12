import type { IncomingMessage } from "node:http";
import { MANAGE_ROUTES } from "@/emulators/qstash/manage-routes";
import { PUBLISH_ROUTES } from "@/emulators/qstash/publish/publish-routes";
import { QstashError } from "@/emulators/qstash/qstash-error";
import type { Call, EmulatorResponse, Route, Service } from "@/emulators/qstash/service";
import type { QstashSwitches } from "@/emulators/qstash/switches";

const ROUTES: readonly Route[] = [...PUBLISH_ROUTES, ...MANAGE_ROUTES];

/** Reads a request; its URL stays raw text, because a destination in it must not be normalised. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const rawUrl = request.url ?? "/";
  const [path = "/", query = ""] = rawUrl.split(/\?(.*)/s);
  const headers = new Headers();
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "");
  }
  return {
    method: request.method ?? "GET",
    path,
    rawUrl,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks),
    callerIp: request.socket.remoteAddress ?? "127.0.0.1",
  };
}

/** Responds to one call, rejections included. @throws only on a bug */
export function respondToCall(service: Service, switches: QstashSwitches, call: Call): EmulatorResponse {
  try {
    return runRoute(service, switches, call);
  } catch (error) {
    if (!(error instanceof QstashError)) throw error;
    return { status: error.status, value: { error: error.message } };
  }
}

function runRoute(service: Service, switches: QstashSwitches, call: Call): EmulatorResponse {
  const bearer = /^Bearer\s+(.+)$/i.exec(call.headers.get("authorization") ?? "")?.[1];
  if ((bearer ?? call.query.get("qstash_token")) !== service.token) {
    throw new QstashError(401, "unauthorized");
  }
  let isKnownPath = false;
  for (const route of ROUTES) {
    const match = route.path.exec(route.isRaw ? call.rawUrl : call.path);
    if (!match) continue;
    isKnownPath = true;
    if (!route.methods.includes(call.method)) continue;
    if (route.publishes && switches.rejectPublish) throw new QstashError(503, "service unavailable");
    return route.run(service, call, match.slice(1));
  }
  throw new QstashError(isKnownPath ? 405 : 404, isKnownPath ? "method not allowed" : "not found");
}
