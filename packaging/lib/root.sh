# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Debian 13 root for distributions whose Qt is too old: made once, updated when the list of packages changes,
# remade when it is broken. lib/root-admin does the work inside the namespaces opened here.
#
# A root is good when ROOT/.humdrum/stamp says what we want and every file in ROOT/.humdrum/files is there. The stamp is
# written last, in a folder with another name, which is then renamed: an interrupted run can never look finished.

ROOT_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/humdrum
ROOT=${HUMDRUM_ROOT:-$ROOT_CACHE/root}
ROOT=${ROOT%/}
[[ $ROOT == /* ]] || ROOT=$PWD/$ROOT
readonly ROOT ROOT_CACHE

# Raise it when lib/root-admin makes the base differently: every root is then made anew.
readonly ROOT_VERSION=1

root_stamp() {
    local sum
    sum=$(package_names debian | LC_ALL=C sort | sha256sum)
    printf 'base %s trixie\npackages %s\n' "$ROOT_VERSION" "${sum%% *}"
}

# Prints ready, stale (only the packages differ), or broken with the reason.
root_state() {
    local -r want=$1
    local have='' file
    [[ -e $ROOT ]] || { echo "absent"; return; }
    [[ -f $ROOT/.humdrum/stamp ]] || { echo "broken: it was never finished"; return; }
    have=$(<"$ROOT/.humdrum/stamp")
    [[ ${have%%$'\n'*} == "${want%%$'\n'*}" ]] || { echo "broken: made by another version of these scripts"; return; }
    [[ -s $ROOT/.humdrum/files ]] || { echo "broken: its list of files is missing"; return; }
    while IFS= read -r file; do
        [[ -e $ROOT$file ]] || { echo "broken: $file is missing"; return; }
    done <"$ROOT/.humdrum/files"
    [[ $have == "$want" ]] && echo ready || echo stale
}

# Runs lib/root-admin with the rights over the root's files. Root has them. A plain user gets them in a user namespace,
# where this user is root and the ids from /etc/subuid stand for everybody else; without that, through sudo.
root_admin() {
    local -r admin=$HUMDRUM_SOURCE/packaging/lib/root-admin
    local -a command=(unshare --mount --pid --fork --kill-child --mount-proc)
    case $(root_rights) in
        root) ;;
        namespace) command+=(--map-root-user --map-auto) ;;
        sudo) command=(sudo -n "${command[@]}") ;;
        *) root_explain_rights ;;
    esac
    "${command[@]}" "$BASH" "$admin" "$@"
}

root_rights() {
    if is_root; then
        echo root
    elif [[ -e $ROOT && ! -O $ROOT ]]; then # made through sudo earlier
        sudo -n true 2>/dev/null && echo sudo || echo none
    elif unshare --map-root-user --map-auto --mount true 2>/dev/null; then
        echo namespace
    elif has sudo && sudo -n true 2>/dev/null; then
        echo sudo
    else
        echo none
    fi
}

root_explain_rights() {
    say "this user may not make the Debian 13 root that the build needs:"
    if [[ -e $ROOT && ! -O $ROOT ]]; then
        say "  - $ROOT belongs to another user. Remove it, or name another folder in HUMDRUM_ROOT"
    fi
    has newuidmap || say "  - newuidmap is missing. Type: sudo apt-get install uidmap"
    grep -q "^$(id -un):" /etc/subuid 2>/dev/null || {
        say "  - /etc/subuid has no ids for you."
        say "    Type: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
    }
    root_explain_namespaces
    exit 3
}

root_explain_namespaces() {
    unshare --user --map-root-user true 2>/dev/null && return
    say "  - user namespaces are refused on this machine. One of these allows them:"
    if [[ $(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null) == 1 ]]; then
        say "      sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    fi
    if [[ $(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null) == 0 ]]; then
        say "      sudo sysctl kernel.unprivileged_userns_clone=1"
    fi
    if [[ $(cat /proc/sys/user/max_user_namespaces 2>/dev/null) == 0 ]]; then
        say "      sudo sysctl user.max_user_namespaces=10000"
    fi
    say "    or start this script as root"
}

# The tools that make and enter a root. On Debian and Ubuntu root (and sudo without a password) installs them.
root_tools() {
    local -a missing=() install=()
    local -r apt=(mmdebstrap bubblewrap uidmap util-linux debian-archive-keyring ca-certificates)
    local need_maker=$1
    has bwrap || missing+=(bubblewrap)
    has unshare || missing+=(util-linux)
    has flock || missing+=(util-linux)
    if [[ $need_maker == yes ]]; then
        # debootstrap needs real device nodes, which only root can make.
        has mmdebstrap || { is_root && has debootstrap; } || missing+=(mmdebstrap)
        is_root || has newuidmap || missing+=(uidmap)
        [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring)
    fi
    ((${#missing[@]} == 0)) && return 0
    if has apt-get; then
        is_root || { has sudo && sudo -n true 2>/dev/null && install=(sudo -n); } || install=(none)
        if [[ ${install[*]-} != none ]]; then
            say "installing ${missing[*]}"
            "${install[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
                'apt-get update && apt-get install --yes --no-install-recommends "$@"' sh "${apt[@]}" >&2 ||
                die "${missing[*]} could not be installed"
            return 0
        fi
        say "${missing[*]} is missing. Install it with this one command, then start again:"
        printf '\n  sudo apt-get install %s\n\n' "${apt[*]}" >&2
        exit 3
    fi
    say "${missing[*]} is missing. This distribution is not one that Humdrum knows packages for;"
    die "install mmdebstrap (or debootstrap), bubblewrap, uidmap and the Debian archive keyring, then start again"
}

# Makes the root ready, whatever state it is in. Costs a few milliseconds when it already is.
root_ready() {
    local want state
    want=$(root_stamp)
    state=$(root_state "$want")
    if [[ $state == ready ]]; then
        has bwrap || root_tools no
        return 0
    fi

    root_tools yes
    mkdir -p "${ROOT%/*}"
    exec {lock}>"$ROOT.lock" || die "cannot write to ${ROOT%/*}"
    if ! flock --nonblock "$lock"; then
        say "waiting: another Humdrum script is making $ROOT ready"
        flock "$lock"
    fi
    state=$(root_state "$want") # the other one may have finished it
    case $state in
        ready) ;;
        stale)
            say "the list of packages has changed: updating $ROOT"
            root_admin update "$ROOT" "$want" || die "the update failed; see the messages above"
            ;;
        *)
            [[ $state == absent ]] || say "$ROOT is ${state}. It is made anew"
            say "making a Debian 13 root in $ROOT (about 2 GB, one to three minutes, only once)"
            root_admin make "$ROOT" "$want" || die "the root could not be made; see the messages above"
            ;;
    esac
    exec {lock}>&-
    state=$(root_state "$want")
    [[ $state == ready ]] || die "$ROOT is still $state"
}
