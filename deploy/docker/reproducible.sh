#!/usr/bin/env bash
# Proves that the same sources give the same jars, byte for byte: builds controller and serving twice, in two folders, and compares.
# Takes two clean builds (a few minutes on two cores); not part of the suite.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
checkout=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What git knows of the working folder, as it is now.
copy_sources() {
  mkdir -p "$1"
  (cd "$checkout" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [[ ! -e $file ]] || printf '%s\0' "$file"
  done | tar --null -T - -cf -) | tar -C "$1" -xf -
}

# digests FOLDER: of everything that goes into the two images
digests() {
  (cd "$1" && find controller/operator/target/lib controller/operator/target/tidewatch-operator.jar serving/target/lib \
    serving/target/tidewatch-serving.jar -name '*.jar' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

for round in one another; do
  copy_sources "$work/$round/place"
  (cd "$work/$round/place" && mvn -q -B "${@}" -Dmaven.test.skip=true -pl controller/operator,serving -am package)
  digests "$work/$round/place" >"$work/$round.digests"
done
diff "$work/one.digests" "$work/another.digests" || { echo 'the jars differ' >&2; exit 1; }
printf '%d jars, the same bytes twice\n' "$(wc -l <"$work/one.digests")"
