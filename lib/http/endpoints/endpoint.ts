import "server-only";
import type { z } from "zod";
import type { LimitName } from "@/lib/http/limits/rate-limits";

/** In an example: the caller's own portfolio, and an id that the caller chose for an order. */
export const EXAMPLE_PORTFOLIO = "your-portfolio-id";
export const EXAMPLE_ORDER = "your-order-0001";

type Declared = {
  /** The allowance that a call consumes; by default "read" for reads and "write" for writes. */
  limit?: LimitName | ((body: never) => LimitName);
  /** The target account's email, by which the call is counted, too. */
  account?: (body: never) => string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of a success, 200 by default, and the schema of its body, if any. */
  status?: number;
  response?: z.ZodType;
  /**
   * Set where a request can name a portfolio. owner: for anyone but its owner there is no such portfolio ·
   * filter: for anyone else the result is empty · public: anyone may read about it
   */
  portfolio?: "owner" | "filter" | "public";
  /** A valid request; it names a portfolio where `portfolio` is set. */
  example?: {
    params?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
    body?: unknown;
  };
};

/** An endpoint for people and their programs; the description of the API includes these. */
export type ApiEndpoint = Declared & { access: "public" | "visitor" | "user" | "paid"; summary: string };

/**
 * The declaration of an endpoint: its route's wrapper enforces access, limit and inputs, the description of
 * the API and the tests of all routes are made from it. Who may call it: public: readable without a session ·
 * visitor: writable without a session, from our own pages · user: signed-in users · paid: signed-in users with
 * a tier for it · admin: role ADMIN · machine: a secret or a signature that no user has · next-auth: its own
 * rules · stream: its own handler
 */
export type Endpoint =
  | ApiEndpoint
  | (Declared & { access: "admin" | "machine" | "next-auth" | "stream"; summary?: undefined });
