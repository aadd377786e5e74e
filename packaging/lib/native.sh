# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Building with this distribution's own packages, where it has Qt 6.8 or newer and KSyntaxHighlighting 6.

# native_detect OS-RELEASE sets NATIVE_FAMILY to the column of packages.tsv, or to nothing where the distribution is too old or unknown.
native_detect() {
    local ID='' ID_LIKE='' VERSION_ID='' key value
    local -r release=$1
    NATIVE_FAMILY=''
    [[ -r $release ]] || return 0
    while IFS='=' read -r key value; do
        value=${value#[\"\']}
        value=${value%[\"\']}
        case $key in
            ID) ID=$value ;;
            ID_LIKE) ID_LIKE=$value ;;
            VERSION_ID) VERSION_ID=$value ;;
        esac
    done <"$release"
    local -r major=${VERSION_ID%%.*}
    case $ID in
        debian) # testing and unstable have no VERSION_ID
            [[ -z $VERSION_ID || $major -ge 13 ]] && NATIVE_FAMILY=debian ;;
        ubuntu) [[ $major -ge 25 ]] && NATIVE_FAMILY=ubuntu ;;
        fedora) [[ $major -ge 41 ]] && NATIVE_FAMILY=fedora ;;
        arch) NATIVE_FAMILY=arch ;;
        *) # A derivative counts when its archive has the packages that decide.
            case " $ID_LIKE " in
                *' arch '*) NATIVE_FAMILY=arch ;;
                *' ubuntu '*) native_apt_has_qt && NATIVE_FAMILY=ubuntu ;;
                *' debian '*) native_apt_has_qt && NATIVE_FAMILY=debian ;;
                *' fedora '*) has dnf && NATIVE_FAMILY=fedora ;;
            esac ;;
    esac
    return 0
}

native_apt_has_qt() {
    local version
    has apt-cache && has dpkg || return 1
    version=$(apt-cache policy qt6-base-dev 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    [[ -n $version && $version != '(none)' ]] && dpkg --compare-versions "$version" ge 6.8 &&
        apt-cache policy libkf6syntaxhighlighting-dev 2>/dev/null | grep -q 'Candidate: [^(]'
}

# Prints the names of the list that are not installed.
native_missing() {
    local -a names
    mapfile -t names < <(package_names "$NATIVE_FAMILY")
    case $NATIVE_FAMILY in
        debian | ubuntu)
            local -A installed=()
            local status name
            # shellcheck disable=SC2016 # dpkg's own format fields
            while read -r status name; do
                [[ $status == ii* ]] && installed[$name]=1
            done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${names[@]}" 2>/dev/null || true)
            for name in "${names[@]}"; do
                [[ -n ${installed[$name]:-} ]] || printf '%s\n' "$name"
            done
            ;;
        fedora)
            local name
            for name in "${names[@]}"; do
                rpm -q --quiet --whatprovides "$name" || printf '%s\n' "$name"
            done
            ;;
        arch) pacman -T "${names[@]}" || true ;;
    esac
}

native_install_command() {
    case $NATIVE_FAMILY in
        debian | ubuntu) printf 'apt-get install --no-install-recommends' ;;
        fedora) printf 'dnf install' ;;
        arch) printf 'pacman -S --needed' ;;
    esac
}

native_install() {
    case $NATIVE_FAMILY in
        debian | ubuntu)
            export DEBIAN_FRONTEND=noninteractive
            apt-get update && apt-get install --yes --no-install-recommends "$@"
            ;;
        fedora) dnf install --assumeyes "$@" ;;
        arch) pacman -S --needed --noconfirm "$@" ;;
    esac
}

# Makes sure that everything in the list is installed; as root it installs, otherwise it says the one command to type.
native_ready() {
    local -a missing
    mapfile -t missing < <(native_missing)
    ((${#missing[@]} == 0)) && return 0
    if is_root; then
        say "installing ${#missing[@]} packages with this distribution's package manager"
        native_install "${missing[@]}" >&2 || die "the packages could not be installed"
        mapfile -t missing < <(native_missing)
        ((${#missing[@]} == 0)) || die "still missing after installing: ${missing[*]}"
        return 0
    fi
    say "these packages are needed. Install them with this one command, then start again:"
    printf '\n  sudo %s %s\n\n' "$(native_install_command)" "${missing[*]}" >&2
    say "or set HUMDRUM_ENV=root to build in a Debian 13 folder of your own instead"
    exit 3
}
