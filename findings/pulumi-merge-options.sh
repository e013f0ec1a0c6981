#!/usr/bin/env bash
# pulumi.mergeOptions: an option that is undefined in the second set removes the same option of the first set.
#
# What:      mergeOptions({ protect: true }, { protect: undefined }) returns protect: undefined. It is the same for
#            retainOnDelete. `dependsOn` is different: an undefined list adds nothing and removes nothing.
# Surprise:  In TypeScript, `{ protect: args.protect }` is the usual way to pass on an optional input. It looks like
#            "nothing given", but it removes the protection that the caller has asked for, without a message.
# Affected:  Authors of Pulumi components that merge the caller's options with their own. A database or a volume claim
#            that the caller protects is deleted by `pulumi destroy`.
# Solution:  Leave keys with undefined values out before merging.
# Versions:  @pulumi/pulumi 3.248.0, Node 20.20
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund @pulumi/pulumi@3.248.0

cat >check.js <<'JS'
const assert = require("node:assert/strict");
const { ComponentResource, mergeOptions, runtime } = require("@pulumi/pulumi");

const caller = { protect: true, retainOnDelete: true };
const args = {}; // The user of the component has set neither input.

const merged = mergeOptions(caller, { protect: args.protect, retainOnDelete: args.retainOnDelete });
assert.deepEqual(merged, { protect: undefined, retainOnDelete: undefined });

// The same merge without the undefined keys keeps both options.
assert.deepEqual(mergeOptions(caller, {}), caller);

(async () => {
  await runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs });
  const before = new ComponentResource("example:index:Store", "store", {}, caller);
  // For lists it is different: undefined removes nothing.
  const { dependsOn } = mergeOptions({ dependsOn: [before] }, { dependsOn: undefined });
  assert.deepEqual(dependsOn, [before]);
})().then(
  () => console.log("ok: mergeOptions lets an undefined protect or retainOnDelete remove the one of the first set"),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
JS
node check.js
