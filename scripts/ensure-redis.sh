#!/bin/sh
# Makes sure that redis-server is installed. Quiet when it is; never starts or enables a system service.
set -eu

found() {
  for name in redis-server valkey-server; do
    if PATH="$PATH:/usr/sbin:/usr/local/bin:/opt/homebrew/bin" command -v "$name" >/dev/null 2>&1; then
      return 0
    fi
  done
  return 1
}

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

install_with_apt() {
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'as_root rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  as_root apt-get -qq -o DPkg::Lock::Timeout=300 update &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends redis-server >/dev/null || return 1
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --now redis-server >/dev/null 2>&1 || true
  fi
}

found && exit 0

if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }; then
  say 'redis-server is missing: installing it with apt-get ...'
  install_with_apt || say 'apt-get could not install redis-server.'
elif command -v brew >/dev/null 2>&1; then
  say 'redis-server is missing: installing it with brew ...'
  brew install --quiet redis >/dev/null || say 'brew could not install redis.'
fi

found && exit 0

say 'NeuraTrade needs redis-server, which is not installed. Install it, then run the same command again:'
say '  Debian, Ubuntu   sudo apt-get install -y --no-install-recommends redis-server'
say '  macOS            brew install redis'
say '  others           https://redis.io/docs/latest/operate/oss_and_stack/install/'
say 'Or set REDIS_URL to a Redis that runs already.'
exit 1
