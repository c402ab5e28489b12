import { runProduct } from "@/scripts/launch/run-product";

await runProduct("dev");
