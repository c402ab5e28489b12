import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/client/cn";

/** Classes of a button, for links that look like one. */
export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:text-text-3",
  {
    variants: {
      variant: {
        solid: "bg-accent text-on-accent hover:bg-accent/90 disabled:bg-hover",
        outline: "border border-line-strong text-text hover:bg-hover",
        ghost:
          "text-text-2 hover:bg-hover hover:text-text data-[state=open]:bg-hover data-[state=open]:text-text",
      },
      size: {
        lg: "h-10 px-4 text-sm",
        md: "h-8 px-3 text-sm",
        sm: "h-7 px-2 text-xs",
        tight: "h-7 px-1.5 text-xs",
        title: "h-7 px-1.5 text-sm",
        icon: "size-7 [&_svg]:size-3.5",
      },
    },
    defaultVariants: { variant: "ghost", size: "sm" },
  },
);

/** A button; of quiet style by default. */
export function Button({
  className,
  variant,
  size,
  type = "button",
  ...props
}: ComponentProps<"button"> & VariantProps<typeof buttonVariants>) {
  return <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
