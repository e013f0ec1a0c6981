import type { sendUnaryData } from "@grpc/grpc-js";
import {
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { empty } from "./wire-values";

/** One message that a program logged. */
export interface LogEntry {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** URN of the resource that the message is about. */
  readonly urn?: string;
}

const SEVERITIES: Readonly<Record<LogSeverity, LogEntry["severity"]>> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** Takes the place of the engine's logging service. The SDK's debug messages are dropped. */
export class Log {
  readonly #entries: LogEntry[] = [];

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  log(request: LogRequest, reply: sendUnaryData<ReturnType<typeof empty>>): void {
    const severity = SEVERITIES[request.getSeverity()];
    if (severity !== "debug" && !request.getEphemeral()) {
      this.#entries.push({ severity, message: request.getMessage(), urn: request.getUrn() || undefined });
    }
    reply(null, empty());
  }

  setRootResource(_request: unknown, reply: sendUnaryData<SetRootResourceResponse>): void {
    reply(null, new SetRootResourceResponse());
  }

  requirePulumiVersion(_request: unknown, reply: sendUnaryData<RequirePulumiVersionResponse>): void {
    reply(null, new RequirePulumiVersionResponse());
  }
}
