/**
 * node serve-function.cjs PORT, in the folder of a function: responds on loopback as Vercel's launcher does.
 * CommonJS without dependencies: only the function's own files are available.
 */
const { createServer } = require("node:http");
const { join } = require("node:path");

const handle = require(join(process.cwd(), "___next_launcher.cjs"));
createServer(handle).listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
