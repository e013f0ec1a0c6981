import { randomBytes } from "node:crypto";
import { type Properties, holdsUnknown } from "../../property-values";
import type { CheckRequest, CheckResult } from "../../stand-in";
import type { Session } from "../session";
import { markSecrets } from "../secrets";
import type { Charts } from "./chart";
import { ReleaseInputs } from "./inputs";
import { markUnknowns } from "./state";

const DEFAULT_TIMEOUT_SECONDS = 300;

/** Fills in name, namespace, time-out and the chart's exact version; a chart that cannot be found fails here, before any operation. */
export async function checkRelease(session: Session, charts: Charts, request: CheckRequest): Promise<CheckResult> {
  const news = withDefaults(session, request);
  let release = ReleaseInputs.read(news);
  release.refuseUnsupported();
  if (release.flag("allowNullValues")) {
    session.log.line(
      "warning",
      "`allowNullValues` is deprecated and has no effect; null values in Helm chart values are preserved by default.",
      request.urn,
    );
  }
  const failures = [];
  if (!holdsUnknown(news)) {
    try {
      release = release.with({ version: (await charts.load(release)).version });
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      failures.push({ property: "chart", reason: `${cause}; check the chart name and repository configuration.` });
    }
  }
  return { inputs: markSecrets(markUnknowns(release.toProperties(), known(request.news)), request.news), failures };
}

/** Unknown inputs that a release does not have must not come back. */
function known(news: Properties): Properties {
  const { valueYamlFiles: _files, compat: _compat, ...rest } = news;
  return rest;
}

function withDefaults(session: Session, { name, news, olds }: CheckRequest): Properties {
  const filled: Properties = { ...news };
  filled.name ??= olds.name ?? null;
  if (filled.name === null || filled.name === "") filled.name = `${name}-${randomBytes(4).toString("hex")}`;
  if (filled.namespace === undefined || filled.namespace === "") filled.namespace = session.defaultNamespace;
  if (filled.skipAwait !== true) filled.timeout ??= DEFAULT_TIMEOUT_SECONDS;
  return filled;
}
