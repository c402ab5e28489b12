import "server-only";
import sharp from "sharp";
import { AppError } from "@/lib/schemas/api-error";

/** The longest side that is stored, in pixels. */
const MAX_SIDE = 2_560;
/** Decoded pixels of a file: a small one may claim to be huge. */
const MAX_PIXELS = 50_000_000;
const QUALITY = 82;
const FORMATS = ["png", "jpeg", "webp"];

export type EncodedScreenshot = { content: Uint8Array<ArrayBuffer>; width: number; height: number };

/**
 * A picture decoded and encoded again as WebP: turned as its metadata says, and without them, so that neither places
 * nor anything hidden in the file are stored. @throws AppError `unsupported_media_type` for anything but a PNG, JPEG or
 * WebP picture
 */
export async function encodeScreenshot(file: Buffer): Promise<EncodedScreenshot> {
  const unsupported = () =>
    new AppError("unsupported_media_type", "The file must be a PNG, JPEG or WebP picture.");
  try {
    const picture = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: "error" });
    const { format } = await picture.metadata();
    if (!FORMATS.includes(format)) throw unsupported();
    const { data, info } = await picture
      .rotate()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { content: new Uint8Array(data), width: info.width, height: info.height };
  } catch (error) {
    // The decoder's messages are about the file, which is the caller's.
    throw error instanceof AppError ? error : unsupported();
  }
}
