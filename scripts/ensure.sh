#!/bin/sh
# Makes sure that programs are installed. Quiet when they are; never starts or enables a system service.
# Usage: scripts/ensure.sh redis-server logrotate
set -eu

found() {
  for name in "$1" $(alternatives "$1"); do
    if PATH="$PATH:/usr/sbin:/sbin:/usr/local/bin:/usr/local/sbin:/opt/homebrew/bin:/opt/homebrew/sbin" command -v "$name" >/dev/null 2>&1; then
      return 0
    fi
  done
  return 1
}

alternatives() {
  case "$1" in
    redis-server) echo valkey-server ;;
  esac
}

brew_package() {
  case "$1" in
    redis-server) echo redis ;;
    *) echo "$1" ;;
  esac
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
      apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$1" >/dev/null || return 1
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --now "$1" >/dev/null 2>&1 || true
  fi
}

ensure() {
  found "$1" && return
  if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }; then
    say "$1 is missing: installing it with apt-get ..."
    install_with_apt "$1" || say "apt-get could not install $1."
  elif command -v brew >/dev/null 2>&1; then
    say "$1 is missing: installing it with brew ..."
    brew install --quiet "$(brew_package "$1")" >/dev/null || say "brew could not install $1."
  fi
  found "$1" && return
  say "NeuraTrade needs $1 here, which is not installed. Install it, then run the same command again:"
  say "  Debian, Ubuntu   sudo apt-get install -y --no-install-recommends $1"
  say "  macOS            brew install $(brew_package "$1")"
  [ "$1" != redis-server ] || say 'Or set REDIS_URL to a Redis that runs already.'
  exit 1
}

for name in "$@"; do
  ensure "$name"
done
