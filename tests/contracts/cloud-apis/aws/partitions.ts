import { readFileSync } from "node:fs";
import { partitionOf } from "../../../../components/targets/aws/problems/arns";

interface Partitions {
  readonly partitions: readonly {
    readonly id: string;
    readonly regions: Readonly<Record<string, unknown>>;
  }[];
}

/** Regions whose partition our own table has wrong. A partition also lists itself as a region, such as `aws-global`. */
export function partitionProblems(file: string): string[] {
  const { partitions } = JSON.parse(readFileSync(file, "utf8")) as Partitions;
  return partitions.flatMap(({ id, regions }) =>
    Object.keys(regions)
      .filter((region) => !region.endsWith("-global") && partitionOf(region) !== id)
      .map((region) => `${region} is in ${id}, not in ${partitionOf(region) ?? "no partition"}`),
  );
}
