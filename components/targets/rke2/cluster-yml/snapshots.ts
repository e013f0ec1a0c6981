import type { Rke2SnapshotArgs, Rke2SnapshotBucketArgs } from "../args";
import { endpoint as endpointForm } from "../formats";
import { checkedText, isYes, wholeNumber, withValues } from "./checked-text";
import { at, isEmpty, type Field } from "./field";
import type { Findings } from "./findings";

/** Snapshots of etcd, and the key of `config.yaml` that turns them off. */
export interface Snapshots {
  readonly etcdSnapshots?: Rke2SnapshotArgs;
  readonly config: Readonly<Record<string, boolean>>;
}

/** The key of `config.yaml` without which there are snapshots. */
export const NO_SNAPSHOTS = "etcd-disable-snapshots";

/** RKE has two forms: `backup_config`, and the older `snapshot` with `creation` and `retention` as times. */
export function snapshotsOf(file: Field, findings: Findings): Snapshots {
  const etcd = at(file, "services", "etcd");
  const backup = at(etcd, "backup_config");
  const enabled = at(backup, "enabled");
  const isBackup = backup !== undefined && !isEmpty(backup);
  if (isNo(enabled) || (!isBackup && isNo(at(etcd, "snapshot")))) return { config: { [NO_SNAPSHOTS]: true } };
  const found = withValues(isBackup ? ofBackup(backup, findings) : ofTimes(etcd, findings));
  return Object.keys(found).length === 0 ? { config: {} } : { etcdSnapshots: found, config: {} };
}

const isNo = (field: Field | undefined): boolean => (field?.text?.trim() ?? "") !== "" && !isYes(field);

function ofBackup(backup: Field, findings: Findings): Rke2SnapshotArgs {
  const hours = at(backup, "interval_hours");
  const interval = wholeNumber(hours, findings, 24 * 365, "a number of hours");
  return {
    schedule: interval === undefined || hours === undefined ? undefined : scheduleOf(interval, hours, findings),
    retention: wholeNumber(at(backup, "retention"), findings, 10000, "a number of snapshots"),
    s3: bucketOf(at(backup, "s3backupconfig"), findings),
  };
}

/** `creation: 6h0s` with `retention: 24h` keeps four snapshots. */
function ofTimes(etcd: Field | undefined, findings: Findings): Rke2SnapshotArgs {
  const [creation, retention] = [at(etcd, "creation"), at(etcd, "retention")];
  const [every, keep] = [hoursOf(creation, findings), hoursOf(retention, findings)];
  return {
    schedule: every === undefined || creation === undefined ? undefined : scheduleOf(every, creation, findings),
    retention: keep === undefined ? undefined : Math.max(1, Math.round(keep / (every ?? DEFAULT_HOURS))),
  };
}

/** How often RKE and RKE2 take snapshots if nothing is written. */
const DEFAULT_HOURS = 12;

/** A time of Go in hours: `72h`, `6h0m0s`, `90m`. */
function hoursOf(field: Field | undefined, findings: Findings): number | undefined {
  const text = findings.text(field);
  if (text === undefined || field === undefined) return undefined;
  const [all, hours, minutes] = /^(?:(\d+)h)?(?:(\d+)m)?(?:\d+s)?$/.exec(text) ?? [];
  const sum = Number(hours ?? 0) + Number(minutes ?? 0) / 60;
  if (all !== undefined && sum > 0) return sum;
  findings.problem(field, "is not a time of at least a minute. Write hours, such as 12h.");
  return undefined;
}

/** Cron counts the hours of a day, so only a divisor of 24 comes at equal times. */
function scheduleOf(hours: number, field: Field, findings: Findings): string {
  const even = [1, 2, 3, 4, 6, 8, 12, 24].findLast((candidate) => candidate <= hours) ?? 1;
  if (even !== hours)
    findings.warning(
      field,
      `becomes every ${String(even)} hours, because cron has no equal times for it. Write rke2.etcdSnapshots.schedule for others.`,
    );
  return even === 24 ? "0 0 * * *" : even === 1 ? "0 * * * *" : `0 */${String(even)} * * *`;
}

function bucketOf(s3: Field | undefined, findings: Findings): Rke2SnapshotBucketArgs | undefined {
  if (s3 === undefined || isEmpty(s3)) return undefined;
  const keys = ["bucket_name", "access_key", "secret_key"];
  const [bucket, accessKey, secretKey] = keys.map((key) => findings.text(at(s3, key)));
  if (bucket === undefined || accessKey === undefined || secretKey === undefined) {
    const missing = keys.filter((key) => isEmpty(at(s3, key)));
    findings.warning(
      s3,
      `has no ${missing.join(", no ")}, so snapshots stay on the servers. Write rke2.etcdSnapshots.s3 with its keys.`,
    );
    return undefined;
  }
  const endpoint = checkedText(at(s3, "endpoint"), findings, endpointForm);
  const [region, folder] = ["region", "folder"].map((key) => findings.text(at(s3, key)));
  return { bucket, accessKey, secretKey, ...withValues({ endpoint, region, folder }) };
}
