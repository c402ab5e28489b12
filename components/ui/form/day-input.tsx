import type { ComponentProps } from "react";
import { Input } from "@/components/ui/form/input";

/** A day as YYYY-MM-DD, typed: a date field follows the browser's language, and its calendar the system's. */
export function DayInput(props: ComponentProps<"input">) {
  return (
    <Input inputMode="numeric" pattern="\d{4}-\d{2}-\d{2}" autoComplete="off" maxLength={10} {...props} />
  );
}
