import { given, type Values } from "../../../shared/values";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import { AccessLog } from "./args";
import { isPrefix, openPathsOf } from "./jwt/manifests";
import { profileOf } from "./profile";

/** The settings of the mesh that inputs decide; nothing if all are Istio's own. */
export function meshValues({ istio }: IngressLayerArgs, spec: IngressSpec): Values | undefined {
  const { mesh } = istio ?? {};
  const log = mesh?.accessLog ?? profileOf(istio).accessLog;
  const settings = given({
    ...(log === undefined ? {} : accessLogValues(log)),
    outboundTrafficPolicy: mesh?.outboundTraffic === undefined ? undefined : { mode: mesh.outboundTraffic },
    enableAutoMtls: mesh?.autoMtls,
    // A policy compares paths as Envoy has them. A server that decodes `%2F` could see `/docs/..%2fsecret` as `/secret`.
    pathNormalization:
      istio?.jwt !== undefined && openPathsOf(istio.jwt, spec).some(isPrefix)
        ? { normalization: "DECODE_AND_MERGE_SLASHES" }
        : undefined,
  });
  return Object.keys(settings).length === 0 ? undefined : settings;
}

const accessLogValues = (log: AccessLog): Values =>
  log === AccessLog.Off ? { accessLogFile: "" } : { accessLogFile: "/dev/stdout", accessLogEncoding: log };
