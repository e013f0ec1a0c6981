#!/usr/bin/env bash
# Pulumi's Node.js SDK formats four stack traces for each output of each resource.
#
# What:      `new CustomResource(…)` reads `new Error().stack` four times for each output that its class declares, in case somebody
#            looks for leaked promises (PULUMI_DEBUG_PROMISE_LEAKS). `pulumi up` has source-map-support installed, which maps
#            each frame of each trace.
# Surprise:  Creating a resource looks like a message to the engine and a few promises. In a program of 40 resources the traces take
#            about 0.2 s, a tenth of its time, and their number grows with the outputs of a class, not with what a program writes.
# Affected:  Programs with many resources, and components that create many.
# Solution:  A low `Error.stackTraceLimit` while they are created. The lines of the program that the SDK sends to the engine
#            with each resource stay whole: it sets a limit of its own for them.
# Versions:  @pulumi/pulumi 3.248.0, Node 20.20
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0

cat >program.js <<'JS'
const pulumi = require("@pulumi/pulumi");
pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });

/** A resource with so many outputs, of which no input is written. */
const create = (outputs) =>
  new pulumi.CustomResource("demo:index:Thing", `thing-${outputs}`, Object.fromEntries(Array.from({ length: outputs }, (_, n) => [`output${n}`, undefined])));

/** How many traces are formatted while a resource is created, and the most frames of those that are not sent to the engine. */
function traces(outputs, limit) {
  const frames = [];
  const before = Error.stackTraceLimit;
  Error.prepareStackTrace = (error, sites) => {
    frames.push(Error.stackTraceLimit === Infinity ? 0 : sites.length);
    return `${error}\n${sites.map((site) => `    at ${site}`).join("\n")}`;
  };
  Error.stackTraceLimit = limit;
  create(outputs);
  Error.stackTraceLimit = before;
  Error.prepareStackTrace = undefined;
  return { count: frames.length, most: Math.max(...frames) };
}

create(1);
const few = traces(10, 10);
const many = traces(30, 10);
const short = traces(31, 1);
console.log(`20 outputs more: ${many.count - few.count} traces more`);
console.log(`most frames, with a limit of 1: ${short.most}`);
JS

expected="20 outputs more: 80 traces more
most frames, with a limit of 1: 1"
actual=$(node program.js)
if [ "$actual" = "$expected" ]; then
  echo "ok: the SDK formats four stack traces for each output of a resource"
else
  printf 'expected:\n%s\nactual:\n%s\n' "$expected" "$actual"
  exit 1
fi
