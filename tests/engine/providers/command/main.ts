import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { serve } from "../serve";
import type { LogLine } from "./output";
import { CommandProvider } from "./provider";

/*
 * The program `pulumi-resource-command`. Its settings come from the launcher (launcher.ts):
 *   MLPLATFORM_PROVIDER_VERSION  the version to report, that of the SDK
 *   MLPLATFORM_SSH_CLIENT        the program that runs remote commands, if there are any
 */
const engine = new EngineClient(process.argv[2] ?? "", credentials.createInsecure());

const SEVERITIES = { info: LogSeverity.INFO, warning: LogSeverity.WARNING, error: LogSeverity.ERROR };

/** The real provider logs each line as a status, which is shown while the resource is made (command, util/util.go, `LogOutput`). */
function log(urn: string, { severity, message, passing }: LogLine): void {
  const request = new LogRequest();
  request.setSeverity(SEVERITIES[severity]);
  request.setUrn(urn);
  request.setMessage(message);
  request.setEphemeral(passing);
  engine.log(request, () => undefined);
}

const { MLPLATFORM_PROVIDER_VERSION = "", MLPLATFORM_SSH_CLIENT } = process.env;
void serve(() => new CommandProvider(MLPLATFORM_PROVIDER_VERSION, log, MLPLATFORM_SSH_CLIENT));
