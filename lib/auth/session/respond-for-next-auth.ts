import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { createAuthOptions } from "@/lib/auth/session/auth-options";
import { sessionCookieName } from "@/lib/auth/session/session-token";

type AuthCall = {
  request: Request;
  /** What follows `/api/auth/`. */
  path: string[];
  form: Record<string, string>;
  address: string;
  onSignIn: (userId: string) => Promise<void>;
};

/**
 * Lets next-auth answer a request. It is called as it is from a Pages handler, since its way for route handlers
 * reads bodies of any size, and headers from a place that only exists inside of Next. What our own code rejected
 * is thrown, and not hidden in an address.
 *
 * @throws AppError, ZodError: why a sign-in was rejected.
 */
export async function respondForNextAuth(call: AuthCall): Promise<Response> {
  const { request, path, form, address, onSignIn } = call;
  let rejection: unknown = null;
  const options = createAuthOptions({
    origin: { address, userAgent: request.headers.get("user-agent") ?? "" },
    onSignIn,
    onRejection: (error) => {
      rejection = error;
    },
  });
  const { searchParams } = new URL(request.url);
  const asked = {
    method: request.method,
    query: { ...Object.fromEntries(searchParams), nextauth: path },
    body: form,
    headers: Object.fromEntries(request.headers),
    cookies: readCookies(request.headers.get("cookie") ?? ""),
  };
  const answer = createResponse();
  await NextAuth(asked as unknown as NextApiRequest, answer.response as unknown as NextApiResponse, options);
  if (rejection) throw rejection;
  const response = answer.toResponse();
  if (path[0] === "session") dropRenewedCookie(response.headers);
  return response;
}

/**
 * next-auth renews the session cookie whenever it reads the session. A sign-in lasts as long as it did at first,
 * however much it is used: a cookie may be cleared here, but not made to last longer.
 */
function dropRenewedCookie(headers: Headers): void {
  const cookies = headers.getSetCookie();
  headers.delete("set-cookie");
  for (const cookie of cookies) if (!isRenewed(cookie)) headers.append("set-cookie", cookie);
}

/** Whether a cookie, or a part of one that was cut, gives a session; one without a value takes it away. */
function isRenewed(cookie: string): boolean {
  const at = cookie.indexOf("=");
  const name = cookie.slice(0, at);
  const isSession = name === sessionCookieName() || name.startsWith(`${sessionCookieName()}.`);
  return isSession && cookie[at + 1] !== ";";
}

/** As much of a Pages handler's response as next-auth writes to. */
function createResponse() {
  let status = 200;
  let body: string | null = null;
  const headers = new Map<string, string | string[]>();
  const response = {
    status: (code: number) => {
      status = code;
      return response;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json: (value: unknown) => {
      headers.set("content-type", "application/json");
      body = JSON.stringify(value);
    },
    send: (value: unknown) => {
      if (value !== undefined) body = typeof value === "string" ? value : JSON.stringify(value);
    },
    end: () => {},
  };
  const toResponse = () => {
    const all = new Headers();
    for (const [name, value] of headers) {
      for (const one of Array.isArray(value) ? value : [value]) all.append(name, one);
    }
    return new Response(body, { status, headers: all });
  };
  return { response, toResponse };
}

function readCookies(header: string): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at <= 0) continue;
    const value = part.slice(at + 1).trim();
    try {
      cookies[part.slice(0, at).trim()] = decodeURIComponent(value);
    } catch {
      cookies[part.slice(0, at).trim()] = value;
    }
  }
  return cookies;
}
