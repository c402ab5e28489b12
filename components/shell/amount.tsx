import { useLocale } from "next-intl";
import { cn } from "@/lib/client/cn";
import { readDirection } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";

/** An amount of quote currency with its sign, in the colour of its direction. */
export function Amount({
  value,
  digits = 2,
  className,
}: {
  value: string;
  digits?: number;
  className?: string;
}) {
  const formats = formatsOf(useLocale());
  // An amount that rounds to zero has no direction.
  const direction = readDirection(Number(value).toFixed(digits));
  return (
    <span
      className={cn("num", direction === "up" && "text-up", direction === "down" && "text-down", className)}
    >
      {formats.signed(value, digits)}
    </span>
  );
}
