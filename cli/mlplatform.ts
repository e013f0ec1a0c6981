#!/usr/bin/env node
import { main } from "./main";

// A loader's own frames would otherwise push the line of the program that failed out of the stack (ten by default).
Error.stackTraceLimit = 50;

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
