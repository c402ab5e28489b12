import type { ComponentProps, ReactNode } from "react";

type Icon = (props: ComponentProps<"svg">) => ReactNode;

/**
 * An icon of Lucide, whose package of five thousand files would be a tenth of the install: the paths of those in use are
 * copied (see the licence beside this file). `path`: all shapes of the icon as one path.
 */
export function createIcon(path: string): Icon {
  return (props) => (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={24}
      height={24}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...props}
    >
      <path d={path} />
    </svg>
  );
}
