"use client";

import dynamic from "next/dynamic";
import { SignedOutPanel } from "@/components/terminal/account/signed-out-panel";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { Skeleton } from "@/components/ui/skeleton";

const Panel = dynamic(
  () => import("@/components/terminal/account/account-panel").then((module) => module.AccountPanel),
  {
    ssr: false,
    loading: () => (
      <div className="grid gap-3 bg-panel p-3">
        <Skeleton />
        <Skeleton />
        <Skeleton />
      </div>
    ),
  },
);

/** The account panel, loaded separately for signed-in users. */
export function AccountPanel({
  instrument,
  viewer,
  onSelect,
}: Pick<DeskProps, "instrument" | "viewer" | "onSelect">) {
  if (!viewer) return <SignedOutPanel symbol={instrument.symbol} />;
  return <Panel onSelect={onSelect} />;
}
