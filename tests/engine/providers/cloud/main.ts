import { serve } from "../serve";
import { CloudProvider } from "./cloud-provider";

/*
 * The program `pulumi-resource-<name>` of any provider whose cloud lives in the test's process. Its settings come from the
 * launcher (launcher.ts), the last one from the stack:
 *   MLPLATFORM_PROVIDER_NAME     the package's name
 *   MLPLATFORM_PROVIDER_VERSION  the version to report, that of the SDK
 *   MLPLATFORM_PROVIDER_AMBIENT  variables of the environment that count as configuration: `region=AWS_REGION,…`
 *   MLPLATFORM_CLOUD             the path of the cloud's socket
 */
const setting = (name: string) => process.env[`MLPLATFORM_${name}`] ?? "";

function ambient(): Record<string, string> {
  const pairs = setting("PROVIDER_AMBIENT")
    .split(",")
    .map((pair) => pair.split("="));
  const entries = pairs.map(([key = "", variable = ""]): [string, string] => [key, process.env[variable] ?? ""]);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

void serve(() => new CloudProvider(setting("PROVIDER_NAME"), setting("PROVIDER_VERSION"), setting("CLOUD"), ambient()));
