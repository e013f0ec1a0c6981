import { request } from "node:http";
import { type Properties, decode, encode, isProperties, stringAt } from "../property-values";
import { InitFailed } from "../stand-in";

/** Asks the cloud behind a socket, from another process. Throws what the cloud refuses. */
export async function ask(address: string, question: string, args: Properties): Promise<Properties> {
  const answer = decode(
    JSON.parse(await exchange(address, `/${question}`, JSON.stringify(encode(args)))),
  ) as Properties;
  const error = stringAt(answer, "error");
  if (error === undefined) return isProperties(answer.result) ? answer.result : {};
  const { failed } = answer;
  if (isProperties(failed)) throw new InitFailed(stringAt(failed, "id") ?? "", error, failed.properties as Properties);
  throw new Error(error);
}

function exchange(socketPath: string, path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, method: "POST" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve(text);
      });
      response.on("error", reject);
    })
      .on("error", reject)
      .end(body);
  });
}

/** Anything JSON can hold, as property values; what is undefined is left out. */
export function asProperties(value: object): Properties {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}
