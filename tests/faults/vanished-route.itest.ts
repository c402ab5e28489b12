import { describeVanished } from "@/tests/faults/vanished-suite";

describeVanished("route");
