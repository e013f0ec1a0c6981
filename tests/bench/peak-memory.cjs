// Loaded into every measured process through NODE_OPTIONS: says at its end how much memory it had at most.
// There is no /usr/bin/time everywhere, and a parent cannot ask for the peak of a child that is gone.
const { appendFileSync } = require("node:fs");

process.once("exit", () => {
  // Kilobytes, whatever the platform: https://nodejs.org/api/process.html#processresourceusage
  appendFileSync(process.env.PEAK_MEMORY_FILE, `${process.resourceUsage().maxRSS}\n`);
});
