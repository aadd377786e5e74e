# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# environment_ready decides where to build and gets it ready; environment_run runs a command there.
#
# The root is entered with bubblewrap as the user who started the script. Its own folders are read-only. The user's home,
# the clone, the current folder, the folders that arguments name, /tmp and the sockets of the desktop are the host's; nothing
# else can be written, so that nothing is written where it would be gone afterwards. Processes are the host's too, so
# that services which Humdrum starts outlive the window, and Ctrl-C reaches everything in the foreground.

# shellcheck source=packaging/lib/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"
# shellcheck source=packaging/lib/native.sh
. "${BASH_SOURCE[0]%/*}/native.sh"
# shellcheck source=packaging/lib/root.sh
. "${BASH_SOURCE[0]%/*}/root.sh"

# Sets ENVIRONMENT to native or root. HUMDRUM_ENV forces one of them; inside the root it is native.
environment_ready() {
    native_detect /etc/os-release
    case ${HUMDRUM_ENV:-auto} in
        inside)
            ENVIRONMENT=native
            return
            ;;
        auto) [[ -n $NATIVE_FAMILY ]] && ENVIRONMENT=native || ENVIRONMENT=root ;;
        native)
            ENVIRONMENT=native
            [[ -n $NATIVE_FAMILY ]] || die "HUMDRUM_ENV=native, but this distribution has no Qt 6.8"
            ;;
        root) ENVIRONMENT=root ;;
        *) wrong_use "HUMDRUM_ENV is native, root or unset, not '$HUMDRUM_ENV'" ;;
    esac
    if [[ $ENVIRONMENT == native ]]; then native_ready; else root_ready; fi
}

# What a build folder was configured for. Another value means that it must be configured afresh.
environment_fingerprint() {
    local want
    want=$(root_stamp)
    if [[ ${HUMDRUM_ENV:-} == inside ]]; then
        printf '%s\n' "${HUMDRUM_FINGERPRINT:-inside}"
    else
        printf '%s %s\n' "$ENVIRONMENT" "${want##* }"
    fi
}

# environment_run CMD...: runs it and returns its exit code. environment_exec replaces this process.
environment_run() { (environment_exec "$@"); }

environment_exec() {
    environment_cache
    if [[ $ENVIRONMENT == native ]]; then
        export HUMDRUM_ENV=inside
        exec "$@"
    fi
    root_exec "$@"
}

environment_cache() {
    # Precompiled headers need the sloppiness; a base folder and no hashing of the current one let clones share entries.
    export CCACHE_DIR=${CCACHE_DIR:-$ROOT_CACHE/ccache}
    export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$HUMDRUM_SOURCE}
    export CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
    export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
    # cmake/compile leaves a checksum beside each precompiled header; its bytes differ from clone to clone.
    export CCACHE_PCH_EXTSUM=${CCACHE_PCH_EXTSUM:-1}
    export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}
    HUMDRUM_FINGERPRINT=$(environment_fingerprint)
    export HUMDRUM_FINGERPRINT
    mkdir -p "$CCACHE_DIR"
}

root_exec() {
    local -a b=(bwrap --die-with-parent)
    root_bind_system
    root_bind_user
    root_bind_arguments "$@"
    root_bind_desktop
    root_environment
    b+=(--chdir "$(root_directory)")
    # Data for the few files of /etc that are put together here.
    local passwd group
    exec {passwd}< <(root_passwd) {group}< <(root_group)
    b+=(--ro-bind-data "$passwd" /etc/passwd --ro-bind-data "$group" /etc/group --remount-ro /)
    if [[ ${HUMDRUM_PRINT_BWRAP:-0} == 1 ]]; then printf '%q ' "${b[@]}" "$@" >&2; fi
    root_may_enter
    # Through env, whose exit code for a command that is not there is the shell's.
    exec "${b[@]}" -- /usr/bin/env -- "$@"
}

root_bind_system() {
    local path
    # Only what is needed of /var, so that a clone below /var can be bound beside it.
    b+=(--ro-bind "$ROOT/usr" /usr --ro-bind "$ROOT/etc" /etc --ro-bind "$ROOT/var/lib/dpkg" /var/lib/dpkg
        --dir /var/lib/xkb --ro-bind-try "$ROOT/var/cache/fontconfig" /var/cache/fontconfig)
    for path in "$ROOT"/bin "$ROOT"/sbin "$ROOT"/lib*; do b+=(--symlink "usr/${path##*/}" "/${path##*/}"); done
    b+=(--dev /dev --bind-try /dev/shm /dev/shm --dev-bind-try /dev/dri /dev/dri --bind /proc /proc --ro-bind /sys /sys
        --perms 1777 --tmpfs /var/tmp --dir /run --symlink ../run /var/run
        --ro-bind-try /etc/hosts /etc/hosts --ro-bind-try /run/dbus /run/dbus)
    [[ ! -s /etc/machine-id ]] || b+=(--ro-bind /etc/machine-id /etc/machine-id)
    [[ ! -r /etc/resolv.conf ]] || b+=(--ro-bind "$(readlink -f /etc/resolv.conf)" /etc/resolv.conf)
}

# Binds a folder of the host's at its own path, unless that would hide the root's own system.
root_bind_folder() {
    local path
    path=$(readlink -f -- "$1") || return 0
    case $path/ in
        // | /usr/* | /etc/* | /bin/* | /sbin/* | /lib*/* | /proc/* | /sys/* | /dev/*) return 0 ;;
        /run/ | /run/user/ | /var/ | /var/lib/ | /var/cache/ | /var/tmp/) return 0 ;;
    esac
    [[ -d $path ]] && b+=(--bind "$path" "$path")
    return 0
}

root_bind_user() {
    local path git
    local -a extra=()
    b+=(--bind /tmp /tmp)
    root_bind_folder "$HOME"
    root_bind_folder "$HUMDRUM_SOURCE"
    # In a linked work tree, git needs the repository that it belongs to.
    if [[ -f $HUMDRUM_SOURCE/.git ]]; then
        git=$(<"$HUMDRUM_SOURCE/.git")
        git=${git#gitdir: }
        [[ $git == /* ]] || git=$HUMDRUM_SOURCE/$git
        [[ -f $git/commondir ]] && root_bind_folder "$git/$(<"$git/commondir")"
    fi
    root_bind_folder "$PWD"
    [[ -z ${XDG_CACHE_HOME:-} ]] || root_bind_folder "$XDG_CACHE_HOME"
    [[ -z ${CCACHE_DIR:-} ]] || root_bind_folder "$CCACHE_DIR"
    IFS=: read -r -a extra <<<"${HUMDRUM_BIND:-}"
    for path in ${extra[@]+"${extra[@]}"}; do
        [[ -z $path ]] && continue
        [[ -d $path ]] || die "HUMDRUM_BIND names $path, which is no folder"
        root_bind_folder "$path"
    done
}

# Paths among the arguments are meant on the host: --db /srv/team.db, --db=/srv/team.db, /srv/harbour.
root_bind_arguments() {
    local argument path
    for argument in "$@"; do
        path=${argument#--*=}
        [[ $path == /* && $path != *$'\n'* ]] || continue
        # What is to be made is made in the nearest folder that is there.
        while [[ ! -d $path && $path != / ]]; do path=$(dirname -- "$path"); done
        root_bind_folder "$path"
    done
}

root_bind_desktop() {
    local -r user_run=/run/user/$EUID
    local path
    # HUMDRUM_FONTS=root hides the host's fonts: tests must see the same ones everywhere.
    if [[ ${HUMDRUM_FONTS:-host} == host ]]; then
        b+=(--ro-bind-try /usr/share/fonts /usr/local/share/fonts/host
            --ro-bind-try /usr/local/share/fonts /usr/local/share/fonts/host-local)
    fi
    if [[ -n ${XDG_RUNTIME_DIR:-} && -d ${XDG_RUNTIME_DIR:-} ]]; then
        b+=(--bind "$XDG_RUNTIME_DIR" "$XDG_RUNTIME_DIR")
    else
        b+=(--perms 0700 --dir "$user_run" --setenv XDG_RUNTIME_DIR "$user_run")
    fi
    # Sockets and cookies that live elsewhere.
    for path in "${XAUTHORITY:-}" "${WAYLAND_DISPLAY:-}" "$(root_bus_path)"; do
        case $path in
            '' | "${XDG_RUNTIME_DIR:-//}"/* | "$HOME"/* | /tmp/*) ;;
            /*) [[ ! -e $path ]] || b+=(--ro-bind "$path" "$path") ;;
        esac
    done
}

root_bus_path() {
    local address=${DBUS_SESSION_BUS_ADDRESS:-}
    [[ $address == unix:path=* ]] || return 0
    address=${address#unix:path=}
    printf '%s\n' "${address%%,*}"
}

root_environment() {
    local name
    # Paths of the host's mean nothing inside.
    for name in LD_LIBRARY_PATH LD_PRELOAD LIBRARY_PATH CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH PKG_CONFIG_PATH \
        CMAKE_PREFIX_PATH CMAKE_TOOLCHAIN_FILE CC CXX CFLAGS CXXFLAGS LDFLAGS QT_PLUGIN_PATH QT_QPA_PLATFORMTHEME \
        QML2_IMPORT_PATH QML_IMPORT_PATH XDG_DATA_DIRS XDG_CONFIG_DIRS PYTHONHOME PYTHONPATH PERL5LIB GTK_MODULES \
        GIT_SSL_CAINFO SSL_CERT_DIR SSL_CERT_FILE GIT_EXEC_PATH BASH_ENV ENV; do
        [[ -z ${!name+set} ]] || b+=(--unsetenv "$name")
    done
    b+=(--setenv HOME "$(readlink -f "$HOME")" --setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin --setenv SHELL /bin/bash
        --setenv HUMDRUM_ENV inside)
    if [[ -z ${TZ:-} && -L /etc/localtime ]]; then
        name=$(readlink -f /etc/localtime)
        [[ $name != */zoneinfo/* ]] || b+=(--setenv TZ "${name#*/zoneinfo/}")
    fi
    root_locale
}

# The root knows C.UTF-8 only. Another language of the user's is compiled once, into the cache.
root_locale() {
    local wanted=${LC_ALL:-${LC_CTYPE:-${LANG:-}}} folder=$ROOT_CACHE/locales
    case $wanted in
        '' | C | POSIX) b+=(--setenv LC_ALL C.UTF-8) && return ;;
        C.UTF-8 | C.utf8) return ;;
    esac
    local -r language=${wanted%%.*} file=$folder/${wanted%%.*}.utf8
    if [[ ! -e $file && -e $ROOT/usr/share/i18n/locales/$language ]]; then
        mkdir -p "$folder"
        bwrap --ro-bind "$ROOT" / --dev /dev --bind "$folder" /mnt \
            localedef --no-archive -i "$language" -f UTF-8 "/mnt/$language.utf8" 2>/dev/null || true
    fi
    if [[ -e $file ]]; then
        b+=(--setenv LOCPATH "$folder")
    else
        b+=(--setenv LC_ALL C.UTF-8)
    fi
}

root_passwd() {
    getent passwd "$EUID" || printf 'user:x:%s:%s::%s:/bin/bash\n' "$EUID" "$(id -g)" "$HOME"
    grep -v "^[^:]*:[^:]*:$EUID:" "$ROOT/etc/passwd"
}

root_group() {
    local -r gid=$(id -g)
    getent group "$gid" || printf 'user:x:%s:\n' "$gid"
    grep -v "^[^:]*:[^:]*:$gid:" "$ROOT/etc/group"
}

# The current folder where it exists inside, else the clone.
root_directory() {
    local here
    here=$(pwd -P)
    case $here/ in
        // | /usr/* | /etc/* | /bin/* | /sbin/* | /lib*/* | /proc/* | /sys/* | /dev/*) printf '%s\n' "$HUMDRUM_SOURCE" ;;
        *) printf '%s\n' "$here" ;;
    esac
}

# A clear word instead of bubblewrap's own when namespaces are refused.
root_may_enter() {
    bwrap --ro-bind / / true 2>/dev/null && return
    say "bubblewrap may not make namespaces here, so the Debian 13 root cannot be entered:"
    if [[ -e /usr/share/apparmor/extra-profiles/bwrap-userns-restrict ]]; then
        say "  - AppArmor allows it with this profile:"
        say "      sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/"
        say "      sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict"
    fi
    root_explain_namespaces
    is_root && say "  - in a container, start it with the right to mount (--privileged, or --cap-add SYS_ADMIN)"
    exit 3
}
