# Sourced by tests that use Node.js and packages from npm; where these cannot be had, the test says SKIPPED and ends.

needs_node() {
  local program
  for program in node npm; do
    if [[ -z $(command -v $program) ]]; then
      echo "SKIPPED: $program is not installed"
      exit
    fi
  done
}

# Installs what package-lock.json of this folder names, once. Tests run side by side: one of them installs.
npm_packages() {
  local said
  exec 9<package-lock.json
  flock 9
  # npm notes in this file what it has installed.
  if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    if ! said=$(npm ci --no-audit --no-fund 2>&1); then
      printf '%s\n' "$said"
      if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT' <<<"$said"; then
        echo "SKIPPED: the test tools are not installed, and npm cannot reach its registry"
        exit
      fi
      exit 1
    fi
  fi
  exec 9<&-
}
