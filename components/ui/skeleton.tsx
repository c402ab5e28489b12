import type { ComponentProps } from "react";
import { cn } from "@/lib/client/cn";

/** A placeholder in the shape of the loading content. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("skeleton h-3", className)} {...props} />;
}
