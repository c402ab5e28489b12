import "server-only";
import type { S3Client } from "@aws-sdk/client-s3";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

const TIMEOUT_MS = 10_000;
/** Objects that are deleted with one request. */
const MAX_DELETED = 1_000;

/** A bucket of S3-compatible storage. Everything throws when it is unavailable. */
export type ObjectStorage = {
  put: (key: string, content: Uint8Array, type: string) => Promise<void>;
  /** Null when there is no such object. */
  get: (key: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  delete: (keys: readonly string[]) => Promise<void>;
};

/** The bucket of `S3_BUCKET`; null without the setting. The library is loaded with the first use. */
export function getObjectStorage(): ObjectStorage | null {
  const { S3_BUCKET } = getEnv();
  if (S3_BUCKET === undefined) return null;
  return getProcessSingleton("object-storage", () => openBucket(S3_BUCKET));
}

function openBucket(Bucket: string): ObjectStorage {
  const loading = import("@aws-sdk/client-s3");
  const opened = loading.then(({ S3Client }) => createClient(S3Client));
  const signal = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    put: async (Key, Body, ContentType) => {
      const { PutObjectCommand } = await loading;
      await (await opened).send(new PutObjectCommand({ Bucket, Key, Body, ContentType }), signal());
    },
    get: async (Key) => {
      const { GetObjectCommand, NoSuchKey } = await loading;
      try {
        const { Body } = await (await opened).send(new GetObjectCommand({ Bucket, Key }), signal());
        return Body ? new Uint8Array(await Body.transformToByteArray()) : null;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    delete: async (keys) => {
      const { DeleteObjectsCommand } = await loading;
      for (let from = 0; from < keys.length; from += MAX_DELETED) {
        const Objects = keys.slice(from, from + MAX_DELETED).map((Key) => ({ Key }));
        await (await opened).send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }), signal());
      }
    },
  };
}

/** With an endpoint of its own the bucket stands in the path, as most compatible services have it. */
function createClient(Client: typeof S3Client): S3Client {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = getEnv();
  return new Client({
    region: S3_REGION,
    ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT, forcePathStyle: true }),
    ...(S3_ACCESS_KEY_ID &&
      S3_SECRET_ACCESS_KEY && {
        credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
      }),
  });
}
