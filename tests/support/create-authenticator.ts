import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };

type Options = { origin?: string; rpId?: string; isVerified?: boolean; counter?: number };

/** The site under test. */
const site = () => new URL(process.env.APP_URL ?? "http://localhost:3000");

/** An authenticator in software with one ES256 passkey, without attestation. It counts its signatures. */
export function createAuthenticator(userId: string) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let signatures = 0;

  const head = (options: Options, flags: number) => {
    const { rpId = site().hostname, isVerified = true, counter = ++signatures } = options;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const all = FLAGS.present | (isVerified ? FLAGS.verified : 0) | flags;
    return Buffer.concat([sha256(rpId), Buffer.from([all]), count]);
  };
  const credential = (response: object) => ({
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });

  return {
    id: id.toString("base64url"),
    /** What `navigator.credentials.create` would return. */
    create(challenge: string, options: Options = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const { x = "", y = "" } = publicKey.export({ format: "jwk" });
      const authData = Buffer.concat([
        head(options, FLAGS.attested),
        Buffer.alloc(16),
        length,
        id,
        toCoseKey(Buffer.from(x, "base64url"), Buffer.from(y, "base64url")),
      ]);
      return credential({
        clientDataJSON: toClientData("webauthn.create", challenge, options),
        attestationObject: toAttestation(authData),
        transports: ["internal"],
      });
    },
    /** What `navigator.credentials.get` would return. */
    get(challenge: string, options: Options & { userHandle?: string } = {}) {
      const clientDataJSON = toClientData("webauthn.get", challenge, options);
      const authenticatorData = head(options, 0);
      const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, "base64url"))]);
      return credential({
        clientDataJSON,
        authenticatorData: authenticatorData.toString("base64url"),
        signature: sign("sha256", signed, privateKey).toString("base64url"),
        userHandle: Buffer.from(options.userHandle ?? userId).toString("base64url"),
      });
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}

function toClientData(type: string, challenge: string, { origin = site().origin }: Options): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
}

/** COSE: an EC2 key on P-256 for ES256. */
function toCoseKey(x: Buffer, y: Buffer): Buffer {
  const start = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
  return Buffer.concat([start, x, Buffer.from([0x22, 0x58, 0x20]), y]);
}

/** CBOR: `{ fmt: "none", attStmt: {}, authData }`. */
function toAttestation(authData: Buffer): string {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text("fmt"),
    text("none"),
    text("attStmt"),
    Buffer.from([0xa0]),
    text("authData"),
    Buffer.from([0x58, authData.length]),
    authData,
  ]).toString("base64url");
}
