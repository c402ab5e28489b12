import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { createAuthOptions } from "@/lib/auth/session/auth-options";
import { sessionCookieName } from "@/lib/auth/session/session-token";
import { findLocale } from "@/lib/i18n/find-locale";

type AuthCall = {
  request: Request;
  /** The path segments after `/api/auth/`. */
  path: string[];
  form: Record<string, string>;
  clientIp: string;
  onSignIn: (userId: string) => Promise<void>;
};

/**
 * Handles a request with next-auth. It is called as from a Pages handler, since its support for route
 * handlers reads bodies of any size, and headers from a context that only exists inside of Next. Rejections
 * of our own code are thrown instead of being hidden in a URL.
 *
 * @throws AppError, ZodError: why a sign-in was rejected.
 */
export async function respondForNextAuth(call: AuthCall): Promise<Response> {
  const { request, path, form, clientIp, onSignIn } = call;
  let rejection: unknown = null;
  const options = createAuthOptions({
    origin: {
      clientIp,
      userAgent: request.headers.get("user-agent") ?? "",
      locale: findLocale(request.headers),
    },
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
  const created = createResponse();
  await NextAuth(asked as unknown as NextApiRequest, created.response as unknown as NextApiResponse, options);
  if (rejection) throw rejection;
  const response = created.toResponse();
  if (path[0] === "session") dropRenewedCookie(response.headers);
  return response;
}

/**
 * next-auth renews the session cookie whenever it reads the session. The lifetime of a sign-in is fixed: a
 * cookie may be cleared here, but not extended.
 */
function dropRenewedCookie(headers: Headers): void {
  const cookies = headers.getSetCookie();
  headers.delete("set-cookie");
  for (const cookie of cookies) if (!isRenewed(cookie)) headers.append("set-cookie", cookie);
}

/** Whether a cookie, or a part of a split one, sets a session; without a value it clears the session. */
function isRenewed(cookie: string): boolean {
  const at = cookie.indexOf("=");
  const name = cookie.slice(0, at);
  const isSession = name === sessionCookieName() || name.startsWith(`${sessionCookieName()}.`);
  return isSession && cookie[at + 1] !== ";";
}

/** The part of a Pages handler's response that next-auth uses. */
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
