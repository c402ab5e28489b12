import "server-only";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { sessionCookieName } from "@/lib/auth/session/session-token";
import type { ApiEndpoint } from "@/lib/http/endpoints/endpoint";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { ERROR_STATUS, errorBodySchema } from "@/lib/schemas/api-error";

const ACCESS = {
  public: "Anybody may call it.",
  visitor: "Anybody may call it, from the product's own pages.",
  user: "Needs a session; a write needs the product's own origin, too.",
  paid: "Needs a session of a user whose tier includes it.",
} as const;

/** The API for people and their programs as OpenAPI 3.1, made from the declarations of its endpoints. */
export function buildOpenApi(serverUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    if (endpoint.summary === undefined) continue;
    const [method = "", path = ""] = name.split(" ");
    const key = path.replace(/\[(\w+)\]/g, "{$1}");
    paths[key] = { ...paths[key], [method.toLowerCase()]: describe(endpoint) };
  }
  const codes = Object.entries(ERROR_STATUS).map(([code, status]) => `\`${code}\` (${status})`);
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Terminal Zero",
      version: "1",
      description: `Prices and money are texts, instants ISO 8601 UTC. Every response carries x-request-id. Codes of rejections: ${codes.join(", ")}.`,
    },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: sessionCookieName(),
          description:
            "The cookie that signing in sets: `__Host-next-auth.session-token` on a server that is reached over HTTPS, `next-auth.session-token` on one that is reached over plain HTTP. The name given here is this server's.",
        },
      },
    },
    paths,
  });
}

function describe(endpoint: ApiEndpoint): ZodOpenApiOperationObject {
  const { summary, access, params, query, body, status = 200, response, example } = endpoint;
  const content = response && { "application/json": { schema: response } };
  return {
    summary,
    description: ACCESS[access],
    ...((access === "user" || access === "paid") && { security: [{ session: [] }] }),
    ...((params ?? query) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: body, example: example?.body } },
      },
    }),
    responses: {
      [status]: { description: "Done.", ...(content && { content }) },
      default: {
        description: "A rejection, with its code.",
        content: { "application/json": { schema: errorBodySchema } },
      },
    },
  };
}
