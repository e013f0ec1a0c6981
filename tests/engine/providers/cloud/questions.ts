import type { Properties } from "../property-values";
import type { CheckRequest, CreateRequest, DeleteRequest, DiffRequest, ReadRequest, UpdateRequest } from "../stand-in";
import type { Cloud } from "./cloud";
import type { Question } from "./cloud-server";
import { Operations } from "./operations";
import type { Settings, Table } from "./resource-type";

/** What the stand-in of a provider asks of its cloud, by name: `aws/create`. */
export function questionsOf<C extends Cloud>(name: string, cloud: C, table: Table<C>): Record<string, Question> {
  const operations = new Operations(cloud, table);
  const answers: Record<string, (request: Properties, settings: Settings) => unknown> = {
    configure: (_request, settings) => {
      operations.configure(settings);
    },
    check: (request) => {
      const seed = Uint8Array.from(request.randomSeed as number[]);
      return operations.check({ ...(request as unknown as CheckRequest), randomSeed: seed });
    },
    diff: (request) => {
      const { detailed, ...result } = operations.diff(request as unknown as DiffRequest);
      return { ...result, detailed: Object.fromEntries(detailed ?? []) };
    },
    create: (request, settings) => operations.create(request as unknown as CreateRequest, settings),
    read: (request, settings) => operations.read(request as unknown as ReadRequest, settings),
    update: (request) => operations.update(request as unknown as UpdateRequest),
    delete: (request) => operations.delete(request as unknown as DeleteRequest),
    invoke: ({ token, args }, settings) => operations.invoke(token as string, args as Properties, settings),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([operation, answer]): [string, Question] => [
      `${name}/${operation}`,
      ({ request, settings }) =>
        Promise.resolve().then(() => answer(request as Properties, settings as unknown as Settings)),
    ]),
  );
}
