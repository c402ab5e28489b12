import "server-only";
import { getObjectStorage, type ObjectStorage } from "@/lib/infra/storage/object-storage";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** Stores the content of a picture in the bucket; false without one, where the database has it. */
export async function putContent(userId: string, id: string, content: Uint8Array): Promise<boolean> {
  const storage = getObjectStorage();
  if (storage === null) return false;
  await reach(() => storage.put(keyOf(userId, id), content, "image/webp"));
  return true;
}

/** The content of a picture that is in the bucket; null when there is none. */
export async function getContent(userId: string, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const storage = getObjectStorage();
  return storage === null ? null : reach(() => storage.get(keyOf(userId, id)));
}

/** Deletes pictures from the bucket. One that is unavailable is reported: nothing shows what is left in it. */
export async function deleteContents(userId: string, ids: readonly string[]): Promise<void> {
  const storage: ObjectStorage | null = ids.length === 0 ? null : getObjectStorage();
  await storage
    ?.delete(ids.map((id) => keyOf(userId, id)))
    .catch((error) => reportError("pictures-not-deleted", error, { count: ids.length }));
}

async function reach<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    reportError("picture-storage-unavailable", error);
    throw new AppError("service_unavailable", "The storage of pictures does not respond. Try again later.");
  }
}

function keyOf(userId: string, id: string): string {
  return `screenshots/${userId}/${id}.webp`;
}
