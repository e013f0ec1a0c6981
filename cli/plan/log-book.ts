import type { sendUnaryData } from "@grpc/grpc-js";
import {
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { empty } from "./struct";

/** One message a program logged. */
export interface LogEntry {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** URN of the resource it is about. */
  readonly urn?: string;
}

const SEVERITIES: Readonly<Record<LogSeverity, LogEntry["severity"]>> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** Stands in for the part of the Pulumi engine that takes messages. Debug messages of the SDK are dropped. */
export class LogBook {
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
