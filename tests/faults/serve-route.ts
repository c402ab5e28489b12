import type { IncomingMessage, ServerResponse } from "node:http";
import { NodeNextRequest, NodeNextResponse } from "next/dist/server/base-http/node";
import { sendResponse } from "next/dist/server/send-response";
import {
  NextRequestAdapter,
  signalFromNodeResponse,
} from "next/dist/server/web/spec-extension/adapters/next-request";

/** Serves a route handler as Next's own server does, with Next's own code: its requests, its headers, its pipe. */
export async function serveRoute(
  handler: (request: Request) => Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const nextRequest = new NodeNextRequest(request);
  const signal = signalFromNodeResponse(response);
  const produced = await handler(NextRequestAdapter.fromNodeNextRequest(nextRequest, signal));
  await sendResponse(nextRequest, new NodeNextResponse(response), produced);
}
