import type { ReactNode } from "react";
import { formatFixed, NO_VALUE, readDirection } from "@/lib/client/format";

const TONES = { up: "text-up", down: "text-down" } as const;
const SIGNS = { up: "+", down: "−" } as const;

/** An amount of money with its sign and the colour of its direction. */
export function Signed(props: { value: number | null; digits?: number; children?: ReactNode }) {
  const { value, digits = 2 } = props;
  // An amount that rounds to zero has no direction.
  const direction = readDirection(value === null ? null : value.toFixed(digits));
  return (
    <span className="num">
      <span className={direction ? TONES[direction] : undefined}>
        {value === null
          ? NO_VALUE
          : `${direction ? SIGNS[direction] : ""}${formatFixed(Math.abs(value), digits)}`}
      </span>
      {props.children}
    </span>
  );
}
