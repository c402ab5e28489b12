import type { IncomingMessage, ServerResponse } from "node:http";
import type { Database } from "@/emulators/upstash-redis/database";
import { type Encoding, encodeReply, encodeResp2 } from "@/emulators/upstash-redis/encode-reply";
import {
  parseCommand,
  parseCommands,
  parseJson,
  parsePathCommand,
  splitPath,
} from "@/emulators/upstash-redis/parse-request";
import { CommandError, fromBinary, type Reply } from "@/emulators/upstash-redis/reply";
import type { SubscriberStreams } from "@/emulators/upstash-redis/subscriber-streams";

/** Largest request, in bytes. */
const MAX_REQUEST_BYTES = 10 * 1_024 * 1_024;
const MAX_BATCH = 1_000;

/** The parts of the service that respond to a request. */
export type Service = {
  database: Database;
  streams: SubscriberStreams;
  token: string;
  readOnlyToken: string;
};

/**
 * Reads a body up to the service's limit, by its events, which cost less than a loop over the stream.
 *
 * @throws CommandError when it is larger
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      // The rest of an oversized request is read, so that the client receives the response.
      if (bytes <= MAX_REQUEST_BYTES) chunks.push(chunk);
    });
    request.on("error", reject);
    request.on("end", () => {
      if (bytes <= MAX_REQUEST_BYTES) return resolve(Buffer.concat(chunks));
      const size = `Limit: ${MAX_REQUEST_BYTES} bytes, Actual: ${bytes} bytes`;
      reject(new CommandError(`ERR max request size exceeded. ${size}`));
    });
  });
}

/** Responds to one request of a client, as Upstash does. */
export async function respondToRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  if (request.method !== "GET" && request.method !== "POST") {
    return sendJson(response, 405, { error: "Method Not Allowed" });
  }
  const caller = authenticate(service, request, query);
  if (!caller) return sendJson(response, 401, { error: "Unauthorized" });
  if (request.headers["upstash-sync-token"] !== undefined) {
    // A single node has no replicas to wait for, but clients send the token back.
    response.setHeader("upstash-sync-token", "emulator=1");
  }
  const rest = new RestResponse(request, response);
  try {
    const body = await readBody(request);
    const [verb = "", ...names] = splitPath(path);
    const kind = verb.toLowerCase();
    if ((kind === "subscribe" || kind === "psubscribe") && names.length > 0) {
      const to = { kind: kind === "subscribe" ? ("channel" as const) : ("pattern" as const), names };
      await service.streams.subscribe(request, response, to);
    } else if (kind === "monitor" && names.length === 0) {
      service.streams.monitor(request, response);
    } else if (kind === "pipeline" && names.length === 0) {
      await respondToPipeline(service, parseBatch(body), { caller, rest });
    } else if (kind === "multi-exec" && names.length === 0) {
      const commands = parseBatch(body);
      for (const command of commands) service.streams.showCommand(command);
      rest.sendMany(await service.database.executeTogether(commands, caller));
    } else {
      const isBodyForm = kind === "" && names.length === 0;
      const command = isBodyForm
        ? parseCommand(parseJson(body.toString("utf8")))
        : parsePathCommand({ path, query, body });
      service.streams.showCommand(command);
      rest.sendOne(await service.database.execute(command, caller));
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    rest.sendError(error);
  }
}

type Caller = { isReadOnly: boolean };

function authenticate(service: Service, request: IncomingMessage, query: string): Caller | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const given = bearer ?? new URLSearchParams(query).get("_token");
  if (given === service.token) return { isReadOnly: false };
  return given === service.readOnlyToken ? { isReadOnly: true } : null;
}

function parseBatch(body: Buffer): string[][] {
  const commands = parseCommands(body.toString("utf8"));
  if (commands.length > MAX_BATCH) throw new CommandError("ERR max number of commands exceeded");
  return commands;
}

async function respondToPipeline(
  service: Service,
  commands: string[][],
  context: { caller: Caller; rest: RestResponse },
): Promise<void> {
  const results: (Reply | Error)[] = [];
  for (const command of commands) {
    service.streams.showCommand(command);
    results.push(await service.database.execute(command, context.caller).catch((error: Error) => error));
  }
  context.rest.sendMany(results);
}

/** Writes results in the format that the client's headers request. */
class RestResponse {
  readonly #response: ServerResponse;
  readonly #encoding: Encoding;
  readonly #isResp2: boolean;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#response = response;
    this.#encoding = request.headers["upstash-encoding"] === "base64" ? "base64" : "text";
    this.#isResp2 = request.headers["upstash-response-format"] === "resp2";
  }

  sendOne(reply: Reply): void {
    if (this.#isResp2) this.#sendResp2(200, encodeResp2(reply));
    else sendJson(this.#response, 200, { result: encodeReply(reply, this.#encoding) });
  }

  sendMany(results: (Reply | Error)[]): void {
    if (this.#isResp2) {
      this.#sendResp2(200, `*${results.length}\r\n${results.map(encodeResp2).join("")}`);
      return;
    }
    const items = results.map((result) =>
      result instanceof Error
        ? { error: fromBinary(result.message) }
        : { result: encodeReply(result, this.#encoding) },
    );
    sendJson(this.#response, 200, items);
  }

  sendError(error: Error): void {
    if (this.#response.headersSent) this.#response.destroy();
    else if (this.#isResp2) this.#sendResp2(400, encodeResp2(error));
    else {
      const isExpected = error instanceof CommandError;
      sendJson(this.#response, isExpected ? 400 : 500, { error: fromBinary(error.message) });
    }
  }

  #sendResp2(status: number, binary: string): void {
    const body = Buffer.from(binary, "latin1");
    this.#response.writeHead(status, {
      "content-type": "application/octet-stream",
      "content-length": body.length,
    });
    this.#response.end(body);
  }
}

/** Responds with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  // Text goes out in one piece with the headers.
  const text = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
