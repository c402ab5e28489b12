import { z } from "zod";

/** Requests about API keys. A key trades one portfolio over `/v5`. */

/** Keys that a user may have at the same time. */
export const MAX_API_KEYS = 20;
const MAX_IPS = 20;

const ip = z.union([z.ipv4(), z.ipv6()]);

/** Body of `POST /api/account/keys`. With `publicKey` the key signs with RSA, otherwise it gets a secret. */
export const createKeySchema = z.strictObject({
  portfolioId: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(40),
  canTrade: z.boolean().default(false),
  /** Client IPs that may use it; empty for all. */
  ips: z.array(ip).max(MAX_IPS).default([]),
  /** Days until it expires; left out for never. */
  days: z.number().int().min(1).max(3_650).optional(),
  publicKey: z
    .string()
    .trim()
    .max(2_000)
    .regex(
      /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/,
      "must be a public key (PEM)",
    )
    .optional(),
});
export type CreateKeyBody = z.input<typeof createKeySchema>;

/** Path of `DELETE /api/account/keys/[key]`. */
export const keyParamsSchema = z.object({ key: z.string().regex(/^[A-Za-z0-9]{10,40}$/) });

/** A key as its owner sees it. Never with its secret. */
export const apiKeySchema = z.object({
  key: z.string(),
  portfolioId: z.string(),
  portfolioName: z.string(),
  name: z.string(),
  signs: z.enum(["hmac", "rsa"]),
  canTrade: z.boolean(),
  ips: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  /** Calls of the last hour, counted in steps of ten minutes. */
  callsLastHour: z.number().int(),
});
export type ApiKeyDto = z.infer<typeof apiKeySchema>;

/** `GET /api/account/keys`: newest first, revoked ones included. */
export const apiKeysSchema = z.object({ keys: z.array(apiKeySchema) });

/** `POST /api/account/keys`. `secret` is shown this once; null for an RSA key. */
export const createdKeySchema = z.object({ key: apiKeySchema, secret: z.string().nullable() });
export type CreatedKey = z.infer<typeof createdKeySchema>;
