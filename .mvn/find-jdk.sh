# Sourced by ./parley and ./mvnw: find_jdk finds a JDK that is new enough. POSIX sh.
#
#   JAVA_HOME ─▶ java on the PATH ─▶ the usual folders      first one that is a JDK >= $jdk_wanted wins
#
# After find_jdk: $jdk is its folder, or empty; then $jdk_looked has one line for each place that was looked at.
# PARLEY_JDKS, folders separated by colons, stands in for the usual folders; each may be a pattern.

jdk_wanted=25

# Sets $version to the feature number of the JDK in folder $1 (25), or to why it is none.
jdk_version() {
  version=missing
  [ -x "$1/bin/java" ] || return 0
  version='not a JDK: no bin/javac'
  [ -x "$1/bin/javac" ] || return 0
  version=unknown
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" = JAVA_VERSION ] && version=$value
    done < "$1/release"
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  version=${version#\"} version=${version%\"}
  version=${version%%[!0-9]*}
  [ -n "$version" ] || version=unknown
}

# Takes folder $1 as $jdk if it will do; notes it, with the name $2 of where it came from, if not.
jdk_try() {
  jdk_version "$1"
  case $version in
    *[!0-9]*) ;;
    *) [ "$version" -lt "$jdk_wanted" ] || { jdk=$1; return 0; } ;;
  esac
  jdk_looked="$jdk_looked
  $2 $1 ($version)"
  return 1
}

find_jdk() {
  jdk='' jdk_looked=''
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_try "$JAVA_HOME" JAVA_HOME && return 0
  else
    jdk_looked='
  JAVA_HOME (not set)'
  fi

  # what is on the PATH may be a link, or a stub that picks the real one: it knows best itself
  if command -v java > /dev/null; then
    on_path=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    jdk_try "${on_path:-$(command -v java)}" PATH && return 0
  else
    jdk_looked="$jdk_looked
  PATH (no java)"
  fi

  folders=${PARLEY_JDKS-"/usr/lib/jvm/*:/usr/lib64/jvm/*:/usr/java/*:/opt/java/*:/opt/jdk*\
:/Library/Java/JavaVirtualMachines/*/Contents/Home:${HOME:-}/Library/Java/JavaVirtualMachines/*/Contents/Home\
:/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home:/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home\
:/home/linuxbrew/.linuxbrew/opt/openjdk*/libexec\
:${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/java/*:${HOME:-}/.jdks/*:${HOME:-}/.asdf/installs/java/*:${HOME:-}/.local/share/mise/installs/java/*"}
  old_ifs=$IFS
  IFS=:
  set -f
  set -- $folders
  set +f
  for pattern; do
    jdk_looked="$jdk_looked
  $pattern"
    IFS=
    for folder in $pattern; do
      [ -d "$folder" ] && jdk_try "$folder" ' ' && IFS=$old_ifs && return 0
    done
  done
  IFS=$old_ifs
  return 1
}

# The message for when there is none; $1 is who asks.
no_jdk() {
  printf '%s: no JDK %s or newer found; looked at:%s\n' "$1" "$jdk_wanted" "$jdk_looked"
  printf 'Maybe install one (https://adoptium.net) and set JAVA_HOME to its folder\n'
} >&2
