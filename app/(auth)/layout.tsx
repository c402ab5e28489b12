import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { ThemeButton } from "@/components/shell/theme-button";

export const metadata: Metadata = { robots: { index: false } };

/** The frame of the sign-in pages: one column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold">
          <Logo className="size-6" />
          Terminal Zero
        </Link>
        <ThemeButton />
      </header>
      <main className="flex flex-1 items-start justify-center px-4 pt-[8vh] pb-12">
        <div className="panel flex w-full max-w-sm flex-col gap-5 p-6">{children}</div>
      </main>
    </div>
  );
}
