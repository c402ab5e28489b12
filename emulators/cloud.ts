import { type CloudOptions, startCloud } from "@/emulators/start-cloud";

/**
 * `tsx emulators/cloud.ts OPTIONS`: the emulators in a separate process, so that the launcher's work does not
 * delay their clocks. Prints one line of JSON when they are ready: the environment that points at them.
 */
const cloud = await startCloud(JSON.parse(process.argv[2] ?? "") as CloudOptions);
console.log(JSON.stringify(cloud.env));
