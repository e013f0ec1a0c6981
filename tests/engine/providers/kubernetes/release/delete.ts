import type { DeleteRequest } from "../../stand-in";
import type { Session } from "../session";
import { helmInCluster } from "./helm-cli";
import { ReleaseInputs } from "./inputs";

/** Uninstalls a release and passes on what Helm says it kept. */
export async function deleteRelease(session: Session, request: DeleteRequest): Promise<void> {
  if (!session.cluster) {
    throw new Error(
      `can't delete Helm Release with unreachable cluster. Reason: ${JSON.stringify(session.unreachable ?? "")}`,
    );
  }
  const release = ReleaseInputs.read(request.properties);
  const waits = release.flag("atomic") || !release.flag("skipAwait");
  const seconds = (release.number("timeout") || 300).toString();
  const output = await helmInCluster(session, {
    args: [
      "uninstall",
      release.name,
      "--namespace",
      release.namespace,
      ...(waits ? ["--wait=legacy", "--timeout", `${seconds}s`] : []),
    ],
  });
  const information = output.slice(0, output.lastIndexOf(`release "${release.name}" uninstalled`)).trimEnd();
  if (information !== "")
    session.log.line(
      "warning",
      `Helm uninstall returned information: ${JSON.stringify(`${information}\n`)}`,
      request.urn,
    );
}
