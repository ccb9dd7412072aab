#!/bin/sh
# Installs what is missing, and nothing else: system packages (as root), .venv, Thai messages, static files.
#   deploy/setup.sh run     what the portal needs
#   deploy/setup.sh test    what its tests need as well
# Safe to run again: a second run changes nothing and takes a second or two.
# Without root it names the missing packages with the line that installs them, and goes on where it can.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
case $purpose in run | test) ;; *) echo "usage: deploy/setup.sh run|test" >&2; exit 2 ;; esac

# On the error stream: what comes after a setup may be for a program to read (make bench JSON=1).
say() { printf '%s\n' "setup: $*" >&2; }

# What is there is asked of the machine, not of dpkg: a Python of one's own or another system is welcome too.
library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -qF "$1"; }
program() { command -v "$1" >/dev/null 2>&1; }
find_python() {
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}
venv_module() { python=$(find_python) && "$python" -c 'import ensurepip, venv' 2>/dev/null; }
front_server() { PATH="$PATH:/usr/sbin" program nginx; }
postgres_programs() { program initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=""
need() { # package, then the question that shows that it is not needed
    package=$1
    shift
    "$@" || missing="$missing $package"
}
look() {
    missing=""
    if ! .venv/bin/python -c '' 2>/dev/null; then
        need python3 find_python
        need python3-venv venv_module
    fi
    need libpango-1.0-0 library libpango-1.0.so.0
    need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
    need libharfbuzz-subset0 library libharfbuzz-subset.so.0
    need libthai0 library libthai.so.0
    need redis-server program redis-server
    if [ "$purpose" = test ]; then
        need poppler-utils program pdftotext
        need gettext program xgettext
        need postgresql postgres_programs
        need chromium program chromium
        need faketime program faketime
        need git program git
        need softhsm2 program softhsm2-util
        need nginx-light front_server
    fi
    missing=${missing# }
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    # Debian starts a server on installing it. Ours are started by the portal and by its tests, on sockets of their
    # own, so the system's Redis and PostgreSQL stay down: they would take ports and memory for nothing.
    barrier=/usr/sbin/policy-rc.d
    if [ ! -e $barrier ]; then
        printf '#!/bin/sh\nexit 101\n' >$barrier
        chmod 755 $barrier
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        trap 'exit 130' INT TERM
    fi
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || apt-get -qq update </dev/null || true
    # shellcheck disable=SC2086 # one word for each package is what is wanted
    if ! apt-get -qq install --no-install-recommends -y $missing </dev/null >var/apt.log 2>&1; then
        apt-get -qq update </dev/null || true
        # shellcheck disable=SC2086
        apt-get -qq install --no-install-recommends -y $missing </dev/null >var/apt.log 2>&1 || tail -n 5 var/apt.log
    fi
    if [ -d /run/systemd/system ]; then
        for package in $missing; do
            case $package in redis-server | postgresql | nginx-light) systemctl disable --quiet "${package%-light}" || true ;; esac
        done
    fi
}

mkdir -p var
look
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && program apt-get; then
        say "installing $missing"
        install_packages
        look
    fi
    if [ -n "$missing" ]; then
        say "these system packages are missing: $missing"
        say "as root:  apt-get install --no-install-recommends $missing"
        say "going on without them; what needs them will say so"
    fi
fi

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python) || { say "no Python 3.11 or newer: apt-get install python3 python3-venv"; exit 1; }
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv >var/venv.log 2>&1 || "$python" -m virtualenv -q --clear .venv >>var/venv.log 2>&1 || {
        say "Python cannot make a virtual environment here. As root:  apt-get install python3-venv"
        exit 1
    }
fi

install_lock() { # lock, stamp: pip is asked only when the lock is another one than the last time
    lock=$1 stamp=.venv/$2
    digest=$(cksum <"$lock" | tr ' ' '-')
    if [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ]; then
        say "installing $lock"
        # Only wheels: building from source needs a compiler, and runs code of strangers at install time.
        .venv/bin/python -m pip --disable-pip-version-check --no-input install -q \
            --only-binary :all: --require-hashes -r "$lock"
        printf '%s\n' "$digest" >"$stamp"
    fi
}
install_lock requirements.lock installed-run
if [ "$purpose" = test ]; then install_lock requirements-dev.lock installed-test; fi

.venv/bin/python -m deploy.messages

# Collecting takes seconds, so it is done when a file has changed and not at each start.
static=${STATIC_ROOT:-${TEACHERSYNC_DATA:-var}/static}
digest=$({ cat .venv/installed-run; find static -type f -printf '%p %s %T@\n' | sort; } | cksum)
if [ "$(cat "$static.stamp" 2>/dev/null)" != "$digest" ] || [ ! -d "$static" ]; then
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0
    printf '%s\n' "$digest" >"$static.stamp"
fi
