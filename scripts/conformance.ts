import { runConformance } from "@/tests/conformance/run-conformance";

process.exitCode = runConformance(process.argv.slice(2));
