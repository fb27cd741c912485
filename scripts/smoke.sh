#!/bin/sh
# Asks every endpoint of a running stack with curl and checks code and body against the contracts.
# Usage: scripts/smoke.sh [--expect-healthy] [--help]
set -u

if [ "${1:-}" = --help ]; then
  cat <<'HELP'
Checks a running stack: every endpoint must answer in time, with the right code and a body of the right shape.
A degraded service is no failure; a wrong answer is. With --expect-healthy every part must be healthy too,
except a Telegram bot without a token.

  scripts/smoke.sh
  scripts/smoke.sh --expect-healthy
  BACKEND_PORT=8081 ADMIN_API_KEY=... scripts/smoke.sh

Reads BACKEND_PORT, CCXT_PORT, TELEGRAM_PORT, ADMIN_API_KEY and SERVICE_API_KEY; without a key the
endpoints behind it are asked for their refusal only.
HELP
  exit 0
fi

healthy='200 503'
if [ "${1:-}" = --expect-healthy ]; then
  healthy=200
  export SMOKE_EXPECT=healthy
fi

here=$(cd "$(dirname "$0")" && pwd)
backend=http://127.0.0.1:${BACKEND_PORT:-8080}
ccxt=http://127.0.0.1:${CCXT_PORT:-3001}
telegram=http://127.0.0.1:${TELEGRAM_PORT:-3002}
failed=0

# ask URL CODES SCHEMA [KEY]
ask() {
  body=$(curl --silent --show-error --max-time 5 --header "X-API-Key: ${4:-}" --write-out '\n%{http_code}' "$1" 2>&1)
  code=$(printf '%s' "$body" | tail -n 1)
  problem=
  case " $2 " in
    *" $code "*) problem=$(printf '%s' "$body" | sed '$d' | node "$here/check-answer.js" "$3" "$code" 2>&1) || problem="${problem:-wrong body}" ;;
    *) problem="answered $code, not $2" ;;
  esac
  if [ -z "$problem" ]; then
    printf '  ok    %s  %s\n' "$code" "$1"
  else
    printf '  FAIL  %s  %s: %s\n' "$code" "$1" "$problem"
    failed=$((failed + 1))
  fi
}

ask "$backend/health" "$healthy" backendHealth
ask "$backend/ready" "$healthy" ready
ask "$backend/live" 200 live
ask "$backend/api/v1/health/details" 401 error
[ -z "${ADMIN_API_KEY:-}" ] || ask "$backend/api/v1/health/details" 200 healthDetails "$ADMIN_API_KEY"
ask "$backend/api/v1/exchanges" 401 error
[ -z "${ADMIN_API_KEY:-}" ] || ask "$backend/api/v1/exchanges" 200 registeredExchanges "$ADMIN_API_KEY"
[ -z "${ADMIN_API_KEY:-}" ] || ask "$backend/api/v1/cache/report" 200 cacheReport "$ADMIN_API_KEY"
[ -z "${ADMIN_API_KEY:-}" ] || ask "$backend/api/v1/market/summary?symbol=BTC/USDT" "$healthy" marketSummary "$ADMIN_API_KEY"
for what in portfolio performance quests trades digest sync accounts chats; do ask "$backend/api/v1/$what" 401 error; done
if [ -n "${ADMIN_API_KEY:-}" ]; then
  for what in portfolio performance quests trades digest; do
    ask "$backend/api/v1/telegram/internal/$what?chat_id=1" 200 "$what" "$ADMIN_API_KEY"
  done
  ask "$backend/api/v1/telegram/internal/equity?chat_id=1" 200 equityCurve "$ADMIN_API_KEY"
  ask "$backend/api/v1/telegram/internal/exchanges?chat_id=1" 200 exchangeStates "$ADMIN_API_KEY"
  ask "$backend/api/v1/telegram/internal/cache?chat_id=1" 200 cacheReport "$ADMIN_API_KEY"
  ask "$backend/api/v1/digest" 200 digest "$ADMIN_API_KEY"
  ask "$backend/api/v1/portfolio?raw=true" 200 portfolio "$ADMIN_API_KEY"
  ask "$backend/api/v1/performance?raw=true" 200 performance "$ADMIN_API_KEY"
  ask "$backend/api/v1/portfolio/equity" 200 equityCurve "$ADMIN_API_KEY"
  ask "$backend/api/v1/quests/catalog" 200 questCatalog "$ADMIN_API_KEY"
  ask "$backend/api/v1/trades" 200 trades "$ADMIN_API_KEY"
  ask "$backend/api/v1/sync" 200 syncStatus "$ADMIN_API_KEY"
  ask "$backend/api/v1/accounts" 200 accounts "$ADMIN_API_KEY"
  ask "$backend/api/v1/chats" 200 chats "$ADMIN_API_KEY"
fi
ask "$backend/api/v1/telegram/internal/chats" 401 error
[ -z "${SERVICE_API_KEY:-}" ] || ask "$backend/api/v1/telegram/internal/chats" 200 chats "$SERVICE_API_KEY"
ask "$backend/nowhere" 404 error
ask "$ccxt/health" "$healthy" ccxtHealth
ask "$ccxt/ready" "$healthy" any
ask "$ccxt/live" 200 live
ask "$ccxt/api/v1/exchanges/connectivity" 401 error
[ -z "${SERVICE_API_KEY:-}" ] || ask "$ccxt/api/v1/exchanges/connectivity" 200 exchangeConnectivity "$SERVICE_API_KEY"
[ -z "${SERVICE_API_KEY:-}" ] || ask "$ccxt/api/v1/exchanges" 200 configuredExchanges "$SERVICE_API_KEY"
ask "$telegram/health" 200 telegramHealth
ask "$telegram/ready" "$healthy" any
ask "$telegram/live" 200 live
for what in bot messages health/details; do ask "$telegram/api/v1/$what" 401 error; done
if [ -n "${SERVICE_API_KEY:-}" ]; then
  ask "$telegram/api/v1/bot" 200 bot "$SERVICE_API_KEY"
  for state in queued sent dead; do ask "$telegram/api/v1/messages?state=$state" 200 messages "$SERVICE_API_KEY"; done
  ask "$telegram/api/v1/health/details" 200 telegramDetails "$SERVICE_API_KEY"
fi

if [ "$failed" -gt 0 ]; then
  echo "$failed endpoints failed"
  exit 1
fi
