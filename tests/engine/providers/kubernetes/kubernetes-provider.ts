import type {
  StandIn,
  Log,
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
} from "../stand-in";
import { type StandInSettings, configure } from "./configure";
import { diffConfig } from "./diff-config";
import { checkObject } from "./objects/check";
import { createObject } from "./objects/create";
import { deleteObject } from "./objects/delete";
import { diffObject } from "./objects/diff";
import { readObject } from "./objects/read";
import { updateObject } from "./objects/update";
import { Releases } from "./release";
import type { Session } from "./session";
import { RELEASE_TYPE } from "./tokens";

/** Stands in for pulumi-resource-kubernetes: Kubernetes objects and Helm releases, on a real API server. */
export class KubernetesProvider implements StandIn {
  readonly name = "kubernetes";
  private readonly interrupt = new AbortController();
  private session: Session | undefined;
  private releases: Releases | undefined;

  constructor(
    readonly version: string,
    private readonly settings: StandInSettings,
  ) {}

  diffConfig(request: DiffRequest) {
    return diffConfig(request);
  }

  async configure(variables: Record<string, string>, log: Log): Promise<void> {
    this.session = await configure(variables, log, this.interrupt.signal, this.settings);
    this.releases = new Releases(this.session);
  }

  check(request: CheckRequest) {
    return isRelease(request) ? this.configured.releases.check(request) : checkObject(this.configured.session, request);
  }

  diff(request: DiffRequest) {
    return isRelease(request) ? this.configured.releases.diff(request) : diffObject(this.configured.session, request);
  }

  create(request: CreateRequest) {
    return isRelease(request)
      ? this.configured.releases.create(request)
      : createObject(this.configured.session, request);
  }

  read(request: ReadRequest) {
    return isRelease(request) ? this.configured.releases.read(request) : readObject(this.configured.session, request);
  }

  update(request: UpdateRequest) {
    return isRelease(request)
      ? this.configured.releases.update(request)
      : updateObject(this.configured.session, request);
  }

  delete(request: DeleteRequest) {
    return isRelease(request)
      ? this.configured.releases.delete(request)
      : deleteObject(this.configured.session, request);
  }

  cancel(): void {
    this.interrupt.abort();
  }

  private get configured(): { session: Session; releases: Releases } {
    if (!this.session || !this.releases) throw new Error("the Kubernetes provider is not configured yet");
    return { session: this.session, releases: this.releases };
  }
}

function isRelease({ type }: { type: string }): boolean {
  return type === RELEASE_TYPE;
}
