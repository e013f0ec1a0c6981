import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
} from "../../stand-in";
import type { Session } from "../session";
import { Charts } from "./chart";
import { checkRelease } from "./check";
import { deleteRelease } from "./delete";
import { diffRelease } from "./diff";
import { readRelease } from "./read";
import { createRelease, updateRelease } from "./write";

/** `kubernetes:helm.sh/v3:Release`, through the real helm program. */
export class Releases {
  private readonly charts: Charts;

  constructor(private readonly session: Session) {
    this.charts = new Charts(session);
  }

  check(request: CheckRequest) {
    return checkRelease(this.session, this.charts, request);
  }

  diff(request: DiffRequest) {
    return diffRelease(request);
  }

  create(request: CreateRequest) {
    return createRelease(this.session, this.charts, request);
  }

  read(request: ReadRequest) {
    return readRelease(this.session, request);
  }

  update(request: UpdateRequest) {
    return updateRelease(this.session, this.charts, request);
  }

  delete(request: DeleteRequest) {
    return deleteRelease(this.session, request);
  }
}
