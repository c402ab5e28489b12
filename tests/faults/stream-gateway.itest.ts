import { describeStream } from "@/tests/faults/stream-suite";

describeStream("gateway");
