import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Log } from "./stand-in";

/** The engine's log. Each passing line is sent once per resource, as the real provider's logger does. */
export class EngineLog implements Log {
  private readonly engine: EngineClient;
  private readonly shown = new Set<string>();
  private readonly underWay = new Set<Promise<void>>();

  /** `address` is the `host:port` that the engine passes as the plugin's first argument. */
  constructor(address: string) {
    this.engine = new EngineClient(address, credentials.createInsecure());
  }

  line(severity: "info" | "warning", message: string, urn: string): void {
    this.send(severity, message, urn, false);
  }

  status(severity: "info" | "warning", message: string, urn: string): void {
    const key = `${urn} ${severity} ${message}`;
    if (message !== "" && this.shown.has(key)) return;
    this.shown.add(key);
    this.send(severity, message, urn, true);
  }

  /** Resolves when the engine has received every line, so that none arrives after its resource is done. */
  async flushed(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private send(severity: "info" | "warning", message: string, urn: string, ephemeral: boolean): void {
    const request = new LogRequest();
    request.setSeverity(severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    // A lost line is no reason to fail an operation, so errors are dropped.
    const sent = new Promise<void>((resolve) =>
      this.engine.log(request, () => {
        resolve();
      }),
    );
    this.underWay.add(sent);
    void sent.then(() => this.underWay.delete(sent));
  }
}
