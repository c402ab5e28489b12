"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The account, loaded beside the market. */
export const AccountPanel = dynamic(
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
