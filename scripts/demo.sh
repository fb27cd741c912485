#!/bin/sh
# A bot with 45 days behind it, on the exchange simulator: starts everything in a home of its own and shows what NeuraTrade says of it.
# Usage: scripts/demo.sh [--help]
set -eu

if [ "${1:-}" = --help ]; then
  cat <<'HELP'
Starts everything with the exchange simulator and a trading account on it, waits until its history is read, and shows
quests, portfolio and performance by curl and by the command; then watches for five minutes how the bot goes on, and
shows whether it all adds up.

  make demo
  DEMO_MINUTES=1 make demo
  NEURATRADE_HOME=/tmp/demo make demo

It has a home, a database and a Redis of its own, in ~/.neuratrade-demo, so that invented trades never mix with yours, whatever
DATABASE_URL and REDIS_URL say. `make demo-stop` ends it.
HELP
  exit 0
fi

here=$(cd "$(dirname "$0")/.." && pwd)
NEURATRADE_HOME=${NEURATRADE_HOME:-$HOME/.neuratrade-demo}
export NEURATRADE_HOME
# Servers that are set for the real thing would take what is invented here, and keep it; settings of the real thing are not the demo's either.
unset DATABASE_URL REDIS_URL NODE_ENV INTERNAL_AUTH
neuratrade="$here/bin/neuratrade"
backend=http://localhost:${BACKEND_PORT:-8080}
chat=123456789
minutes=${DEMO_MINUTES:-5}

title() { printf '\n── %s\n\n' "$1"; }
show() {
  printf '$ %s\n' "$*"
  "$@"
  printf '\n'
}
ask() {
  printf "\$ curl '%s'\n" "$1"
  curl --silent --show-error --fail-with-body --max-time 10 "$1" | node -e '
    let text = ""; process.stdin.on("data", (data) => (text += data)).on("end", () => console.log(JSON.stringify(JSON.parse(text), null, 2)))'
  printf '\n'
}

# Tries a command once a second, so many seconds at most.
patiently() {
  left=$1
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 0
    sleep 1
  done
}
priced() { ! curl --silent --max-time 10 "$backend/api/v1/telegram/internal/performance?chat_id=$chat" | grep -q unpriced; }
equity() {
  "$neuratrade" portfolio --json | node -e '
    let text = ""; process.stdin.on("data", (data) => (text += data)).on("end", () => {
      const { total_equity, exposure, updated_at } = JSON.parse(text);
      console.log(`${updated_at}  equity ${total_equity}, of which in positions ${exposure}`); })'
}

if ! "$neuratrade" gateway start --demo; then
  # Degraded, without a bot for instance, is good enough; another NeuraTrade on its ports is not.
  code=0
  "$neuratrade" gateway status >/dev/null 2>&1 || code=$?
  if [ "$code" -gt 1 ]; then
    echo 'The demo does not run. If your own NeuraTrade has its ports: make stop, then make demo again, or give it others as said above.' >&2
    exit 1
  fi
fi

title 'Reading 45 days of history'
"$neuratrade" sync status --wait
patiently 60 priced

title 'As a Telegram bot asks'
for what in quests portfolio performance; do ask "$backend/api/v1/telegram/internal/$what?chat_id=$chat"; done

title 'As you ask'
cd "$here"
show bin/neuratrade portfolio
show bin/neuratrade performance
show bin/neuratrade quests
show bin/neuratrade trades --limit 10

title "Watching it for $minutes minutes"
patiently 90 "$neuratrade" portfolio --reconcile
left=$minutes
while [ "$left" -gt 0 ]; do
  equity
  sleep 60
  left=$((left - 1))
done

title 'Does it add up?'
show bin/neuratrade portfolio --reconcile

cat <<END
The bot goes on trading every few minutes. Ask again later:

  export NEURATRADE_HOME=$NEURATRADE_HOME
  bin/neuratrade portfolio
  bin/neuratrade gateway logs backend --follow

make demo-stop ends it.
END
