/** What the folder of the policy pack starts. The SDK of policies is an optional package. */
import { RunError } from "@pulumi/pulumi";
import { withOptionalPackage } from "../components/shared/optional-package";

// eslint-disable-next-line @typescript-eslint/no-require-imports
const started = withOptionalPackage(() => require("./pack") as object, ["--save-dev", "@pulumi/policy"]);
// Pulumi shows only the text of such an error, without a stack trace.
if ("missing" in started) throw new RunError(started.missing);
