#!/bin/sh
# Says what to do where Node is missing or too old.
if ! command -v node >/dev/null 2>&1; then
  echo "Node.js is missing. Install Node 20.19 or newer, e.g. from https://nodejs.org, and try again." >&2
  exit 1
fi
node -e '
const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 20 || (major === 20 && minor >= 19)) process.exit(0);
console.error(`Node.js ${process.versions.node} is too old: NeuraTrade needs 20.19 or newer.`);
process.exit(1);
'
