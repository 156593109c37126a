#!/bin/sh
# Compiles the native helper: build.sh OUT JDK. Without a C compiler, or on a system that it is not for, it says so and
# leaves OUT without it: everything works then, by the start method spawn.
set -u
out=$1
jdk=$2
here=$(dirname "$0")

without() {
  echo "no native helper: $1"
  rm -rf "$out"
  exit 0
}

[ "$(uname -s)" = Linux ] || without "system=$(uname -s)"
case $(uname -m) in
  x86_64 | aarch64) ;;
  *) without "machine=$(uname -m)" ;;
esac
cc=${CC:-cc}
command -v "$cc" > /dev/null || without "no C compiler: name=$cc"
[ -r "$jdk/include/jvmti.h" ] || without "no jvmti.h: folder=$jdk/include"
newer=$(find "$here" -newer "$out/client" 2> /dev/null | head -n 1)
[ -x "$out/client" ] && [ -x "$out/libparley.so" ] && [ -z "$newer" ] && exit 0

mkdir -p "$out"
flags='-std=gnu17 -O2 -Wall -Wextra -Werror -fstack-protector-strong'
set -- $flags
"$cc" "$@" -I"$jdk/include" -I"$jdk/include/linux" -shared -fPIC -Wl,-z,now,-z,relro \
  -o "$out/libparley.so" "$here/fork.c" "$here/memory.c" "$here/rest.c" "$here/suspend.c" \
  "$here/tables.c" "$here/talk.c" "$here/watch.c" || without 'it does not compile'
"$cc" "$@" -Wl,-z,now,-z,relro -o "$out/client" "$here/client.c" "$here/talk.c" || without 'it does not compile'
