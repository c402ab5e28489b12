import type { Transaction } from "@/emulators/paystack/transaction";

/** The actions of the checkout page. */
export const CHECKOUT_CHOICES = ["pay", "fail", "abandon"] as const;
export type CheckoutChoice = (typeof CHECKOUT_CHOICES)[number];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

/** A plain checkout with one button for each result; states that no money moves. */
export function renderCheckoutPage(one: Transaction): string {
  const amount = `${(one.amount / 100).toFixed(2)} ${one.currency}`;
  const labels = {
    pay: `Pay ${amount}`,
    fail: "Let the card be declined",
    abandon: "Go back without paying",
  };
  const buttons = CHECKOUT_CHOICES.map(
    (choice) => `<button name="choice" value="${choice}">${escapeHtml(labels[choice])}</button>`,
  ).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout (emulator)</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{font:16px system-ui;max-width:24rem;margin:10vh auto;padding:0 1rem}button{display:block;width:100%;margin:.5rem 0;padding:.75rem;font:inherit}</style>
<h1>Checkout</h1><p>A local emulator for Paystack: no money moves.</p>
<p>${escapeHtml(one.email)}<br>Reference ${escapeHtml(one.reference)}</p>
<form method="post">${buttons}</form></html>`;
}
