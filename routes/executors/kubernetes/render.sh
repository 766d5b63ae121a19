# Opens built pages in the browser of the image, and prints each with its picture in base64: `drover-page begin PATH`,
# the page, `drover-page picture`, the picture, `drover-page end`. Paths are found by git, in no repository that an agent
# could write. Exits with 20 where there is no page, with 21 where there is no browser, with 1 where a page gave no picture.
# Arguments: SECONDS BROWSER MOST-PAGES MOST-BYTES OBJECTS BASE-COMMIT COMMIT PATTERN...
set -euf
seconds=$1 browser=$2 most=$3 bytes=$4 objects=$5 base=$6 commit=$7
shift 7
newline='
'
IFS=$newline

git init --quiet --bare /tmp/pages.git
printf '%s\n' "$objects" >/tmp/pages.git/objects/info/alternates
here() { git --git-dir=/tmp/pages.git --work-tree=/workspace -c core.quotePath=false "$@"; }

# a page belongs to the file of the same name
name_of() {
  name=${1##*/}
  name=${name%.*}
}
changed=$newline
for path in $(git --git-dir=/tmp/pages.git -c core.quotePath=false diff --no-ext-diff --name-only "$base" "$commit"); do
  name_of "$path"
  changed=$changed$name$newline
done

pages=$newline number=0
for pattern in "$@"; do
  for page in $(here ls-files --others -- ":(glob)$pattern"); do
    name_of "$page"
    case $changed in *"$newline$name$newline"*) isWanted=yes ;; *) isWanted='' ;; esac
    [ "$number" -eq 0 ] || [ -n "$isWanted" ] || continue
    [ "$number" -lt "$most" ] && [ -f "$page" ] && ! [ -L "$page" ] || continue
    case $pages in *"$newline$page$newline"*) continue ;; esac
    pages=$pages$page$newline
    number=$((number + 1))
  done
done
[ "$number" -gt 0 ] || exit 20
command -v "$browser" >/dev/null || exit 21

# what means something else in an address
address_of() {
  rest=$1 address=file:///workspace/
  while [ -n "$rest" ]; do
    after=${rest#?}
    character=${rest%"$after"}
    case $character in
      '%') character=%25 ;;
      '?') character=%3F ;;
      '#') character=%23 ;;
      ' ') character=%20 ;;
    esac
    address=$address$character rest=$after
  done
}

number=0
for page in $pages; do
  number=$((number + 1))
  picture=/tmp/page-$number.png status=0
  address_of "$page"
  printf 'drover-page begin %s\n' "$page"
  head -c "$bytes" "./$page" | base64 -w 4000
  timeout -k 5 "$seconds" "$browser" --headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking \
    --disable-component-update --disable-sync --no-first-run --hide-scrollbars --window-size=1200,900 \
    "--user-data-dir=/tmp/browser-$number" "--screenshot=$picture" "$address" >/tmp/said 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ] || ! [ -s "$picture" ]; then
    printf 'drover-page failed %s\n' "$status"
    tail -c 4000 /tmp/said
    exit 1
  fi
  printf 'drover-page picture\n'
  [ "$(wc -c <"$picture")" -gt "$bytes" ] || base64 -w 4000 "$picture"
  printf 'drover-page end\n'
done
