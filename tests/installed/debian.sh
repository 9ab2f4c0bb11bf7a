#!/usr/bin/env bash
# The package of Debian, installed into a root folder that has what the package says that it needs, and nothing else; the
# program runs there.
# usage: debian.sh BUILD SCRATCH
set -euo pipefail
build=$1 scratch=$2
for tool in dpkg-deb dpkg-shlibdeps chroot; do
  [[ -n $(command -v $tool) ]] || { echo "SKIPPED: there is no $tool"; exit 0; }
done
[[ $EUID -eq 0 ]] || { echo "SKIPPED: only root can change the root folder"; exit 0; }
rm -rf "$scratch" && mkdir -p "$scratch"
cpack --config "$build/CPackConfig.cmake" -B "$scratch/made" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
package=$(echo "$scratch"/made/proviso_*.deb)
dpkg-deb --info "$package" | sed -n '/Package:/,$p'

# What it needs, what that needs, and so on: of each what stands first of several that would do.
needs() { sed 's/([^)]*)//g; s/|[^,]*//g; s/:any//g; s/,/\n/g' | tr -d ' '; }
mapfile -t todo < <(dpkg-deb --field "$package" Depends | needs)
todo+=(dash libc-bin) # every Debian has these
declare -A have=()
while [[ ${#todo[@]} -gt 0 ]]; do
  name=${todo[0]}
  todo=("${todo[@]:1}")
  [[ -n $name && -z ${have[$name]-} ]] || continue
  have[$name]=1
  mapfile -t -O ${#todo[@]} todo < <(dpkg-query -W -f='${Depends}, ${Pre-Depends}\n' "$name" | needs)
done

root=$scratch/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers" "$root/tmp"
for link in bin lib lib64 sbin; do # as in Debian
  mkdir -p "$root/usr/$link"
  ln -s "usr/$link" "$root/$link"
done
for name in "${!have[@]}"; do
  dpkg-query -s "$name" >>"$root/var/lib/dpkg/status"
  echo >>"$root/var/lib/dpkg/status"
  dpkg-query -L "$name" | while read -r file; do
    if [[ -f $file || -L $file && ! -d $file ]]; then
      mkdir -p "$root$(dirname "$file")"
      cp -a "$file" "$root$file"
    fi
  done
done
dpkg --root="$root" --log="$scratch/dpkg.log" -i "$package" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

inside() { env -i LC_ALL=C.UTF-8 "$(command -v chroot)" "$root" /usr/bin/proviso "$@"; }
inside --version
inside check /usr/share/proviso/statutes >"$scratch/log" 2>&1
inside build /usr/share/proviso/statutes --out /tmp/out --emit tables >"$scratch/log"
cp "$root/usr/share/doc/proviso/examples/case.json" "$root/tmp/case.json"
inside eval --tables /tmp/out/tables.proviso --case /tmp/case.json >"$scratch/words"
grep -q 'fine 50,000 to 500,000 CNY' "$scratch/words"
echo "debian: fine, $(stat -c %s "$package") bytes, beside ${!have[*]}"
