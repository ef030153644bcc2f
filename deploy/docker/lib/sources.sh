# shellcheck shell=bash
# Which images there are, and what goes into each.

image_names=(backend frontend redis)

# dockerfile_of NAME
dockerfile_of() { printf '%s/demo-app/%s/Dockerfile' "$checkout" "$1"; }

# make_context NAME FOLDER: exactly the files that the Dockerfile may copy
make_context() {
  local source=$checkout/demo-app/$1
  case $1 in
    backend)
      make_jar
      cp -r "$source/target/lib" "$source/target/tidewatch-demo-backend.jar" "$2"
      ;;
    frontend) cp -r "$source/nginx.conf" "$source/page" "$2" ;;
    redis) cp "$source/redis.conf" "$2" ;;
  esac
}

# The jar, built anew when a source is newer; its bytes depend on the sources alone.
make_jar() {
  local module=$checkout/demo-app/backend jar=$checkout/demo-app/backend/target/tidewatch-demo-backend.jar log
  [[ -f $jar && -z $(find "$module/src/main" "$module/pom.xml" -newer "$jar" -print -quit) ]] && return
  have mvn || fail 'the backend cannot be built' 'its jar is missing or old, and there is no mvn on the PATH' \
    'install Maven 3.8 or newer and a JDK 17 or newer'
  say 'backend: building its jar'
  mkdir -p "$image_cache"
  log=$image_cache/maven.log
  (cd "$checkout" && mvn -q -B -DskipTests -pl demo-app/backend -am package) >"$log" 2>&1 </dev/null ||
    broken 'the backend does not compile' "$log"
  # Maven leaves a jar alone whose content would be the same
  touch "$jar"
}

# content_tag NAME CONTEXT: twelve digits that change with the Dockerfile and with what it copies
content_tag() {
  {
    sha256sum <"$(dockerfile_of "$1")"
    (cd "$2" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -c1-12
}
