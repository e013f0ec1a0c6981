#!/usr/bin/env node
import "./postponed-modules";
import { main } from "./main";
import { endProcess, surviveOutputErrors } from "./output";

// Otherwise the frames of a loader push the failing line of the program out of the stack, which holds ten by default.
Error.stackTraceLimit = 50;

surviveOutputErrors();
void main(process.argv.slice(2)).then(endProcess);
