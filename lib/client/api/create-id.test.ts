import { expect, it } from "vitest";
import { z } from "zod";
import { createId } from "@/lib/client/api/create-id";

it("makes valid ids of version 4, none of them twice", () => {
  const ids = Array.from({ length: 1_000 }, createId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
});
