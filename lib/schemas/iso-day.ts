import { z } from "zod";

/** A calendar day such as 2026-11-24. Bounded: the day after 9999-12-31 can't be written in this form. */
export const isoDay = z.iso
  .date()
  .refine((day) => day >= "1970" && day < "2101", "must lie between 1970 and 2100");
