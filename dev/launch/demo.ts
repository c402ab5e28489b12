import { runProduct } from "@/dev/launch/run-product";

await runProduct("demo");
