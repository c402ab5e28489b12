import "server-only";
import { z } from "zod";
import { ENDPOINTS, type Endpoint } from "@/lib/v5/endpoints";

const RIGHTS = {
  none: "Anybody may call it.",
  read: "Needs a key.",
  trade: "Needs a key that may trade.",
} as const;

const HEADERS = [
  ["X-BAPI-API-KEY", "The API key."],
  ["X-BAPI-TIMESTAMP", "The client's time, ms."],
  ["X-BAPI-RECV-WINDOW", "How long the call is valid, ms; 5000 without it."],
  [
    "X-BAPI-SIGN",
    "HMAC-SHA256 in hex, or RSA-SHA256 in base64, of timestamp, key, window and query or body.",
  ],
] as const;

/** Every response: `retCode` 0 is a success. */
const ENVELOPE = {
  type: "object",
  required: ["retCode", "retMsg", "result", "retExtInfo", "time"],
  properties: {
    retCode: { type: "integer" },
    retMsg: { type: "string" },
    result: { type: "object" },
    retExtInfo: { type: "object" },
    time: { type: "integer", description: "The server's time, ms." },
  },
};

/** The endpoints of `/v5` as OpenAPI 3.1, from the table by which they are served. */
export function buildV5OpenApi(serverUrl: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    const [method = "", path = ""] = name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeEndpoint(method, endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Terminal Zero, Bybit v5 API",
      version: "5",
      description:
        "USDT perpetuals (category linear) over the wire of Bybit's v5 API. Every response has HTTP status 200; numbers are texts.",
    },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: Object.fromEntries(
        HEADERS.map(([name, description]) => [name, { type: "apiKey", in: "header", name, description }]),
      ),
    },
    paths,
  };
}

function describeEndpoint(method: string, { says, right, limit, schema }: Endpoint): object {
  const { properties = {}, required = [] } = toJsonSchema(schema);
  const isRead = method === "GET";
  const parameters = Object.entries(properties).map(([name, of]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: of,
  }));
  const body = { type: "object", properties, ...(required.length > 0 && { required }) };
  return {
    summary: says,
    description: `${RIGHTS[right]} Counted as ${limit === "order" ? "an order operation" : "a read"}.`,
    ...(right !== "none" && { security: [Object.fromEntries(HEADERS.map(([name]) => [name, []]))] }),
    ...(isRead
      ? { parameters }
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      200: { description: "Done or rejected.", content: { "application/json": { schema: ENVELOPE } } },
    },
  };
}

type ObjectSchema = { properties?: Record<string, object>; required?: string[] };

/**
 * Field names, and types as far as JSON Schema has them: numbers come as numbers or text, so many are left open.
 * A field is required when a request without it is rejected.
 */
function toJsonSchema(schema: z.ZodType): ObjectSchema {
  const { properties = {} } = z.toJSONSchema(schema, {
    io: "output",
    unrepresentable: "any",
  }) as ObjectSchema;
  const found = schema.safeParse({});
  const missing = new Set(found.error?.issues.map(({ path }) => String(path[0])));
  return { properties, required: Object.keys(properties).filter((name) => missing.has(name)) };
}
