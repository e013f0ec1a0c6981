#!/usr/bin/env node
"use strict";

/*
 * A double of kubectl: its proxy answers at the socket as the file of `KUBECTL_ANSWERS` says, and writes there what it was asked. It refuses
 * a kubeconfig that is not the expected one, or not in a pipe.
 */
const { appendFileSync, readFileSync, statSync } = require("node:fs");
const { createServer } = require("node:http");

const { KUBECTL_ANSWERS: file = "", KUBECTL_LOG: log = "" } = process.env;
const [command, ...flags] = process.argv.slice(2);
if (command === "proxy") {
  const { kubeconfig, status = 200, answers } = JSON.parse(readFileSync(file, "utf8"));
  const socket = flags.find((flag) => flag.startsWith("--unix-socket="))?.slice(14);
  const pipe = flags.find((flag) => flag.startsWith("--kubeconfig="))?.slice(13) ?? "";
  // The kubectl of Google's SDK reads the kubeconfig, and starts another one, which reads it again.
  for (let reads = 0; reads < 2; reads++) {
    if (statSync(pipe).isFIFO() && readFileSync(pipe, "utf8") === kubeconfig) continue;
    process.stderr.write("error: invalid configuration\n");
    process.exit(1);
  }
  createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    appendFileSync(log, `${request.method} ${path}\n`);
    const answer = path === "/version" ? {} : answers[path];
    const code = status !== 200 ? status : answer === undefined ? 404 : 200;
    response.writeHead(code).end(JSON.stringify(code === 200 ? answer : { message: `status ${code}` }));
    if (request.method === "DELETE") {
      delete answers[path];
      delete answers[path.slice(0, path.lastIndexOf("/"))];
    }
  }).listen(socket, () => process.stdout.write(`Starting to serve on ${socket}\n`));
}
