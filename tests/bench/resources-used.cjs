// Loaded into every measured process through NODE_OPTIONS: says at its end how much memory it had at most, in kilobytes
// whatever the platform, and how long the processor worked for it, in microseconds
// (https://nodejs.org/api/process.html#processresourceusage).
// There is no /usr/bin/time everywhere, and a parent cannot ask for the peak of a child that is gone.
const { appendFileSync } = require("node:fs");

process.once("exit", () => {
  appendFileSync(process.env.RESOURCES_USED_FILE, `${JSON.stringify(process.resourceUsage())}\n`);
});
