import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RegisterForm } from "@/components/account/register-form";
import { readPageSession } from "@/lib/auth/read-page-session";
import { ownPath } from "@/lib/client/own-path";

export const metadata: Metadata = { title: "Open an account" };

export default async function RegisterPage() {
  if (await readPageSession()) redirect(ownPath(null));
  return <RegisterForm />;
}
