"use client";

import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";

const Panel = lazyPart(
  () => import("@/components/terminal/layout/trading-parts").then((module) => module.AccountPanel),
  {
    failure: "inline",
    loading: () => (
      <div className="grid gap-3 bg-panel p-3">
        <Skeleton />
        <Skeleton />
        <Skeleton />
      </div>
    ),
  },
);

const SignedOutPanel = lazyPart(
  () => import("@/components/terminal/account/signed-out-panel").then((module) => module.SignedOutPanel),
  { failure: "hidden" },
);

/** The account panel, loaded separately for signed-in users, and for the others what is in its place. */
export function LazyAccountPanel({
  instrument,
  viewer,
  onSelect,
}: Pick<DeskProps, "instrument" | "viewer" | "onSelect">) {
  if (!viewer) return <SignedOutPanel symbol={instrument.symbol} />;
  return <Panel onSelect={onSelect} />;
}
