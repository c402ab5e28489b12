import { z } from "zod";

/** Requests about passkeys: WebAuthn credentials, in the JSON form of the WebAuthn specification. */

/** Passkeys that a user may have. */
export const MAX_PASSKEYS = 10;

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, "must be base64url");
const ID_LENGTH = 1_400;

const credential = {
  id: base64url(ID_LENGTH),
  rawId: base64url(ID_LENGTH),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
};

/** The credential of `navigator.credentials.create`. */
const createdCredential = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(12_000),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** The assertion of `navigator.credentials.get`. */
export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(4_000),
    userHandle: base64url(200).optional(),
  }),
});
export type Assertion = z.infer<typeof assertionSchema>;

/** Fields of a sign-in by passkey: the assertion as JSON text. */
export const passkeySignInSchema = z.object({
  assertion: z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(assertionSchema),
});

/** Body of `POST /api/auth/passkey`. */
export const passkeyAssertionSchema = z.strictObject({});

/** Body of `POST /api/account/passkeys`. */
export const addPasskeySchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  credential: createdCredential,
});
export type AddPasskeyBody = z.infer<typeof addPasskeySchema>;

/** Path of `DELETE /api/account/passkeys/[id]`. */
export const passkeyParamsSchema = z.object({ id: base64url(ID_LENGTH) });

/** A passkey as its owner sees it. */
export const passkeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type PasskeyDto = z.infer<typeof passkeySchema>;

/** `GET /api/account/passkeys`: newest first. */
export const passkeysSchema = z.object({ passkeys: z.array(passkeySchema) });

/** Options for `navigator.credentials`, in the JSON form of the WebAuthn specification. */
export const passkeyOptionsSchema = z.looseObject({ challenge: z.string() });
