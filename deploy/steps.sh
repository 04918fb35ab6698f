# Steps of a script: one line each; on a terminal the line lives, with the seconds and what is being done.
#
#   step NAME LOG COMMAND…   runs COMMAND with its output in LOG. If it fails, shows the end of LOG
#                            and returns its status. COMMAND reads nothing from the terminal.
#   step_stop                ends the line of a step that was cut short; for EXIT traps
step_line=

step() {
  local name=$1 log=$2 status=0 started=$SECONDS
  shift 2
  mkdir -p "$(dirname "$log")"
  : >"$log"
  if [ -t 2 ]; then
    step_show "$name" "$log" "$started" &
    step_line=$!
  else
    printf '%s\n' "$name" >&2
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  step_stop
  if [ -t 2 ]; then printf '%s: %d s\n' "$name" $((SECONDS - started)) >&2; fi
  if [ "$status" -ne 0 ]; then
    printf '%s: failed with status %d; the end of %s:\n' "$name" "$status" "$log" >&2
    tail -n 40 "$log" >&2
  fi
  return "$status"
}

# Its shell ignores Ctrl-C like all background jobs, so it looks whether the script still lives.
step_show() {
  local width
  width=$(tput cols 2>/dev/null) || width=80
  trap 'exit 0' TERM
  while kill -0 $$ 2>/dev/null; do
    local text
    text="$1: $((SECONDS - $3)) s  $(tail -n 1 "$2" | tr -d '\r\033')"
    printf '\r\033[K%s' "${text:0:width - 1}" >&2
    sleep 0.3
  done
}

step_stop() {
  [ -n "$step_line" ] || return 0
  { kill "$step_line" && wait "$step_line"; } 2>/dev/null || true
  step_line=
  printf '\r\033[K' >&2
}
