# shellcheck shell=bash
# Which images there are, and what goes into each.

image_names=(backend frontend redis)
# and those that are built only when they are named: those of the product; that of the jobs takes minutes and 700 MB
named_images=(controller serving spark)

is_of_demo() { [[ " ${image_names[*]} " == *" $1 "* ]]; }

# dockerfile_of NAME
dockerfile_of() {
  if is_of_demo "$1"; then printf '%s/demo-app/%s/Dockerfile' "$checkout" "$1"; else printf '%s/%s/Dockerfile' "$docker_source" "$1"; fi
}

# repository_of NAME: the image's name without the tag, below localhost/tidewatch
repository_of() { if is_of_demo "$1"; then printf 'demo-%s' "$1"; else printf '%s' "$1"; fi; }

# make_context NAME FOLDER: exactly the files that the Dockerfile may copy
make_context() {
  local source=$checkout/demo-app/$1
  case $1 in
    backend)
      make_jar tidewatch-demo-backend.jar demo-app/backend
      copy_jar tidewatch-demo-backend.jar demo-app/backend "$2"
      ;;
    frontend) cp -r "$source/nginx.conf" "$source/page" "$2" ;;
    redis) cp "$source/redis.conf" "$2" ;;
    controller)
      make_jar tidewatch-operator.jar controller/operator feature-store controller/policy
      copy_jar tidewatch-operator.jar controller/operator "$2"
      ;;
    serving)
      make_jar tidewatch-serving.jar serving feature-store controller/policy mlflow
      copy_jar tidewatch-serving.jar serving "$2"
      ;;
    spark)
      make_spark_jars
      # links, because they are many megabytes; a copy where the file systems differ
      cp -rl "$docker_source/spark/target/jars" "$2" 2>/dev/null || cp -r "$docker_source/spark/target/jars" "$2"
      chmod -R a+rX "$2/jars"
      cp "$docker_source"/spark/{entrypoint,spark-submit,java-options} "$2"
      ;;
  esac
}

# make_jar JAR MODULE OTHER…: built anew when a source of MODULE or of the others that it is made of is newer; its bytes depend
# on the sources alone.
make_jar() {
  local jar=$checkout/$2/target/$1 log
  [[ -f $jar && -z $(cd "$checkout" && find "${@:2}" \( -path '*/src/main/*' -o -name pom.xml \) -newer "$jar" -print -quit) ]] && return
  have mvn || fail "$1 cannot be built" 'it is missing or old, and there is no mvn on the PATH' \
    'install Maven 3.8 or newer and a JDK 17 or newer'
  say "building $1"
  mkdir -p "$image_cache"
  log=$image_cache/maven.log
  (cd "$checkout" && mvn -q -B -Dmaven.test.skip=true -pl "$2" -am package) >"$log" 2>&1 </dev/null ||
    broken "$2 does not compile" "$log"
  # Maven leaves a jar alone whose content would be the same
  touch "$jar"
}

# copy_jar JAR MODULE FOLDER: with all that is on its class path
copy_jar() { cp -r "$checkout/$2/target/lib" "$checkout/$2/target/$1" "$3"; }

# The jars of the jobs and of Spark's scheduler for Kubernetes, gathered anew when a source is newer.
make_spark_jars() {
  local module=$docker_source/spark jars=$docker_source/spark/target/jars log
  [[ -d $jars && -z $(cd "$checkout" && find feature-store controller/policy mlflow spark-jobs "$module/pom.xml" \
    \( -path '*/src/main/*' -o -name pom.xml \) -newer "$jars" -print -quit) ]] && return
  have mvn || fail 'the Spark image cannot be built' 'its jars are missing or old, and there is no mvn on the PATH' \
    'install Maven 3.8 or newer and a JDK 17 or newer'
  say 'spark: gathering its jars'
  mkdir -p "$image_cache"
  log=$image_cache/maven-spark.log
  rm -rf "$jars"
  (cd "$checkout" && mvn -q -B -Pimage -Dmaven.test.skip=true -pl deploy/docker/spark -am package) >"$log" 2>&1 </dev/null ||
    broken 'the jobs do not compile' "$log"
  touch "$jars"
}

# content_tag NAME CONTEXT: twelve digits that change with the Dockerfile and with what it copies
content_tag() {
  {
    sha256sum <"$(dockerfile_of "$1")"
    (cd "$2" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -c1-12
}
