import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { serve } from "../serve";
import { CommandProvider } from "./provider";

/*
 * The program `pulumi-resource-command`. Its setting comes from the launcher (launcher.ts):
 *   MLPLATFORM_PROVIDER_VERSION  the version to report, that of the SDK
 */
const engine = new EngineClient(process.argv[2] ?? "", credentials.createInsecure());

/** The real provider logs each line as a status, which is shown while the resource is made (command, util/util.go, `LogOutput`). */
function log(urn: string, line: string): void {
  const request = new LogRequest();
  request.setSeverity(LogSeverity.INFO);
  request.setUrn(urn);
  request.setMessage(line);
  request.setEphemeral(true);
  engine.log(request, () => undefined);
}

void serve(() => new CommandProvider(process.env.MLPLATFORM_PROVIDER_VERSION ?? "", log));
