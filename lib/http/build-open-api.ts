import "server-only";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { sessionCookieName } from "@/lib/auth/session/session-token";
import { API_OPERATIONS, type ApiOperation } from "@/lib/http/api-operations";
import { ERROR_STATUS, errorBodySchema } from "@/lib/schemas/api-error";

const ACCESS = {
  public: "Anybody may call it.",
  visitor: "Anybody may call it, from the product's own pages.",
  user: "Needs a session; a write needs the product's own origin, too.",
} as const;

/** The API as OpenAPI 3.1, generated from the schemas that its routes parse with. */
export function buildOpenApi(serverUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, operation] of Object.entries(API_OPERATIONS)) {
    const [method = "", path = ""] = name.split(" ");
    const key = path.replace(/\[(\w+)\]/g, "{$1}");
    paths[key] = { ...paths[key], [method.toLowerCase()]: describe(operation) };
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

function describe(operation: ApiOperation): ZodOpenApiOperationObject {
  const { summary, access, params, query, body, status = 200, response } = operation;
  const content = response && { "application/json": { schema: response } };
  return {
    summary: summary,
    description: ACCESS[access],
    ...(access === "user" && { security: [{ session: [] }] }),
    ...((params ?? query) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      [status]: { description: "Done.", ...(content && { content }) },
      default: {
        description: "A rejection, with its code.",
        content: { "application/json": { schema: errorBodySchema } },
      },
    },
  };
}
