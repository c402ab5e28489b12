type Handler = (request: Request, context: never) => Promise<Response>;
type Options = { params?: Record<string, string | string[]>; headers?: Record<string, string> };

/** A browser that calls route handlers in this process, and stores its cookies. */
export type ApiVisitor = {
  call: (
    handler: Handler,
    method: string,
    path: string,
    body?: unknown,
    options?: Options,
  ) => Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
};

const ORIGIN = "http://localhost:3000";

/** A new visitor, with its own client IP. */
export function createApiVisitor(address: string): ApiVisitor {
  const cookies = new Map<string, string>();
  return {
    call: async (handler, method, path, body, { params = {}, headers = {} } = {}) => {
      const request = new Request(`${ORIGIN}${path}`, {
        method,
        headers: {
          origin: ORIGIN,
          "content-type": "application/json",
          "x-client-ip": address,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const response = await handler(request, { params: Promise.resolve(params) } as never);
      for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? {} : JSON.parse(text),
      };
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  const value = pair.slice(at + 1);
  const isGone = value === "" || attributes.some((one) => one === "Max-Age=0");
  if (isGone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), value);
}
