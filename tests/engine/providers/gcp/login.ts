import { type Answer, execCredential } from "../cloud/program/answer";
import type { GcpCloud } from "./gcp-cloud";

const ADC = "--use_application_default_credentials";

/**
 * Plays gke-gcloud-auth-plugin, which hands out an access token of Google; the API server lets it in or not. The program's user is
 * the owner of the project, unless CLOUDSDK_CORE_ACCOUNT says another.
 */
export function runAuthPlugin(cloud: GcpCloud, argv: string[], env: Readonly<Record<string, string>>): Answer {
  const unknown = argv.find((argument) => argument !== ADC);
  if (unknown !== undefined) return { stdout: "", stderr: `unknown flag: ${unknown}\n`, code: 1 };
  const account = env.CLOUDSDK_CORE_ACCOUNT || cloud.owner;
  const granted = account === cloud.owner;
  cloud.tokenRequests.push({ account, isApplicationDefault: argv.includes(ADC), granted });
  return execCredential(granted ? cloud.kubernetes.token : "ya29.refused");
}
