import { z } from "zod";
import { tryParseDecimal } from "@/lib/core/decimal";

/** Fields of requests. Numbers come as numbers or text, flags as flags or text; "" and null are absent. */

const isAbsent = (value: unknown) => value === "" || value === null;
const LATEST_MS = 4_102_444_800_000;

/** A field that may be missing, null or empty. */
export function optional<T extends z.ZodType>(field: T) {
  return z.preprocess((value) => (isAbsent(value) ? undefined : value), field.optional());
}

/** Text of at most 200 characters; a number is taken as its text. */
export const text = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .pipe(
    z
      .string()
      .max(200)
      .regex(/^[^\0]*$/)
      .refine((value) => value.isWellFormed()),
  );

/** A decimal of zero or more, as plain text. */
export const decimal = text.refine(
  (value) => /^\d{1,20}(\.\d{1,18})?$/.test(value) || isExponent(value),
  "must be a number of 0 or more",
);

function isExponent(value: string): boolean {
  const parsed = tryParseDecimal(value);
  return parsed !== null && parsed >= 0n;
}

/** A price that "" or "0" removes; undefined or null leaves it as it is. */
export const removable = z
  .union([z.literal(""), decimal])
  .nullish()
  .transform((value) => value ?? undefined);

/** A flag. */
export const flag = z
  .union([z.boolean(), z.literal(["true", "false", "1", "0"]), z.literal([0, 1])])
  .transform((value) => value === true || value === "true" || value === "1" || value === 1);

/** A whole number, for example `positionIdx`. */
export const whole = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,9}$/)
      .transform(Number),
  ])
  .pipe(z.number().int());

/** Size of a page: a number beyond its bounds is brought back into them. */
export function size(most: number) {
  const clamp = (value: number) => Math.min(most, Math.max(1, Math.trunc(value)));
  return z
    .union([
      z.number(),
      z
        .string()
        .regex(/^-?\d{1,12}$/)
        .transform(Number),
    ])
    .transform(clamp);
}

/** The same with the usual size where none is given. */
export function pageSize(bounds: { most: number; usual: number }) {
  return optional(size(bounds.most)).transform((value) => value ?? bounds.usual);
}

/** An instant in ms; anything later than the year 2100 is as late. */
export const instant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,17}(\.\d{1,6})?$/)
      .transform(Number),
  ])
  .transform((value) => Math.min(LATEST_MS, Math.max(0, Math.trunc(value))));

/** A symbol such as BTCUSDT. */
export const symbol = z.string().regex(/^[A-Z0-9]{2,30}$/, "Not supported symbols");

export const side = z.enum(["Buy", "Sell"]);

/** `orderId` or `orderLinkId` of an order; both are keys. */
export const orderRef = { orderId: optional(text), orderLinkId: optional(text) };

/** The cursor of a list: the sequence number of the last line of the page before. */
export const cursor = optional(
  z
    .string()
    .regex(/^\d{1,9}$/, "cursor invalid")
    .transform(Number),
);
